import { startServer } from "../../plugins/server/serve.ts";
import { makeToken } from "../../plugins/server/guard/token.ts";
import { FlowError } from "../../store/error.ts";
import { defineCommand } from "../framework/command.ts";
import { usageError } from "../framework/usage_error.ts";
import { Interrupts } from "../run/interrupts.ts";
import { storeFolder } from "../upkeep/store_folder.ts";

/** "flow" on the keys of a telephone. */
const PORT = 3569;

export default defineCommand({
  description: "Serves the store over HTTP until it is interrupted: a web page to look at it,\n" +
    'and an API for programs and the client: new Run("http://127.0.0.1:3569/GenreStats/7").\n' +
    "/api is a page to try it with.",
  examples: ["serve", "serve --port 8080 --read-only", "serve --host 0.0.0.0 --token secret"],
  options: {
    port: {
      kind: "count",
      value: "N",
      min: 0,
      help: `else ${PORT}, or any that is free where that is taken`,
    },
    host: {
      kind: "text",
      value: "ADDRESS",
      help: "another address than 127.0.0.1; it needs a token",
    },
    token: { kind: "text", value: "TOKEN", help: "what requests must carry" },
    readOnly: { kind: "flag", help: "change nothing in the store" },
  },
  positionals: {},
  async run({ options, globals, out, err, colours }) {
    const { port, host = "127.0.0.1", readOnly } = options;
    if (port !== undefined && port > 65_535) {
      throw usageError(`--port ${port} is not a port`, "Ports go from 1 to 65535.");
    }
    const isLocal = ["127.0.0.1", "localhost", "::1"].includes(host);
    const token = options.token ?? (isLocal ? null : makeToken());
    const store = storeFolder(globals);
    const start = (on: number) => startServer({ store, host, port: on, token, readOnly });
    const server = port === undefined ? startAnywhere(start) : start(port);
    const url = token === null ? server.url : `${server.url}/?token=${token}`;
    if (globals.json) out.json({ url: server.url, store, token });
    else {
      if (!globals.quiet) out.line(`Serving ${store}`);
      out.line(colours.cyan(url));
      if (!globals.quiet) err.line(colours.dim("Ctrl-C ends it."));
    }
    const stopped = Promise.withResolvers<void>();
    using interrupts = new Interrupts(() => stopped.resolve());
    interrupts.onSecond(() => Deno.exit(130));
    await stopped.promise;
    await server.stop();
    return 130;
  },
});

/** On the usual port; on any that is free where another program has that. */
function startAnywhere(start: (port: number) => ReturnType<typeof startServer>) {
  try {
    return start(PORT);
  } catch (error) {
    if (!(error instanceof FlowError) || error.code !== "serve-failed") throw error;
    return start(0);
  }
}
