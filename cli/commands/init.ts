import { FlowError } from "../../store/error.ts";
import { explainPath } from "../../store/given_path.ts";
import { HOME } from "../../store/home.ts";
import { absolutePath, exists } from "../../store/path.ts";
import { defineCommand } from "../framework/command.ts";
import { quoteArgument } from "../../core/client/commands.ts";
import { safeText } from "../terminal/safe_text.ts";

const MAIN = new URL("../main.ts", import.meta.url);
const TEMPLATE = new URL("../template/", import.meta.url);
const IGNORED = "# What flows leave behind\n.flow/\n";

export default defineCommand({
  description: "Makes a folder with a first flow, its test and a deno.json that knows Flow.\n" +
    "Files that are there already are never overwritten.",
  examples: ["init my-flow", "init ."],
  options: {},
  positionals: {
    dir: { help: "the folder; it is made if there is none", required: true, complete: "folder" },
  },
  async run({ positionals, globals, out, colours }) {
    const folder = absolutePath(positionals.dir);
    const files = await firstFiles();
    const taken = Object.keys(files).filter((name) => exists(`${folder}/${name}`));
    if (taken.length > 0) {
      throw new FlowError(
        "exists",
        `Cannot write ${taken.map((name) => `"${name}"`).join(", ")} in "${positionals.dir}": ` +
          "there is one already",
        { hint: "Choose another folder, or move what is there out of the way." },
      );
    }
    try {
      await Deno.mkdir(folder, { recursive: true });
      for (const [name, text] of Object.entries(files)) {
        await Deno.writeTextFile(`${folder}/${name}`, text, { createNew: true });
      }
    } catch (error) {
      throw explainPath(error, "write to", positionals.dir);
    }
    if (globals.json) out.json({ dir: folder, files: Object.keys(files) });
    else if (!globals.quiet) {
      out.line(`Made ${safeText(folder)} with ${Object.keys(files).join(", ")}.`);
      out.line();
      out.line("What to do next:");
      const dir = positionals.dir === "." ? null : `cd ${quoteArgument(positionals.dir)}`;
      for (const next of [dir, "deno task flow run flow.ts", "deno task test"]) {
        if (next !== null) out.line(`  ${colours.cyan(safeText(next))}`);
      }
    }
    return 0;
  },
});

async function firstFiles(): Promise<Record<string, string>> {
  const config = {
    tasks: {
      flow: `deno run -A --quiet ${MAIN.href}`,
      test: "deno test -A --quiet",
    },
    imports: { flow: HOME.imports.flow },
    // What Flow itself imports by name, for editors and `deno check`.
    scopes: { [HOME.root.href]: HOME.imports },
  };
  return {
    "deno.json": `${JSON.stringify(config, null, 2)}\n`,
    "flow.ts": await templateFile("flow.ts"),
    "flow_test.ts": await templateFile("flow_test.ts"),
    ".gitignore": IGNORED,
  };
}

async function templateFile(name: string): Promise<string> {
  return await (await fetch(new URL(name, TEMPLATE))).text();
}
