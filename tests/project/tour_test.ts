import assert from "node:assert/strict";
import { firstMissing, readTour } from "./tour.ts";
import { ROOT, textOf } from "./tree.ts";

/** What a newcomer types, for a machine that has Deno already. */
const PRELUDE = `
shopt -s expand_aliases
npx() { shift 2; "$DENO" "$@"; }
`;

/** A shell that is told one command after the other, as a terminal is. */
class Shell {
  #child: Deno.ChildProcess;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #reader: ReadableStreamDefaultReader<string>;
  #home: string;

  constructor(home: string, env: Record<string, string>) {
    this.#home = home;
    this.#child = new Deno.Command("bash", {
      args: ["--norc"],
      cwd: ROOT,
      env: { ...env, HOME: home, DENO: Deno.execPath(), NO_COLOR: "1", FLOW_STORE: "" },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#reader = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Runs a command; gives the lines that it prints, with `~` for the home folder. */
  async run(command: string): Promise<string[]> {
    const end = `end-${crypto.randomUUID()}`;
    const lines = `{ ${command}\n} 2>&1 </dev/null\necho; echo ${end}\n`;
    await this.#writer.write(new TextEncoder().encode(lines));
    let text = "";
    while (!text.includes(`${end}\n`)) {
      const { value, done } = await this.#reader.read();
      if (done) throw new Error(`The shell has ended: ${text}`);
      text += value;
    }
    const said = text.slice(0, text.indexOf(end)).trim();
    return said === "" ? [] : said.replaceAll(this.#home, "~").split("\n");
  }

  async close(): Promise<void> {
    await this.#writer.close();
    await this.#reader.cancel();
    await this.#child.status;
  }
}

Deno.test({
  name: "the tour in the README works as it is printed",
  ignore: Deno.build.os === "windows",
  async fn() {
    const home = await Deno.realPath(await Deno.makeTempDir());
    const shell = new Shell(home, { DENO_DIR: await denoDir() });
    try {
      await shell.run(PRELUDE);
      for (const deed of readTour(textOf("README.md"))) {
        if (deed.kind === "command") {
          const said = await shell.run(deed.command);
          const missing = firstMissing(deed.expected, said);
          assert.equal(missing, null, `$ ${deed.command}\n${said.join("\n")}`);
          continue;
        }
        const path = `${home}/films/${deed.path}`;
        if (deed.kind === "file") await Deno.writeTextFile(path, deed.text);
        else {
          const text = await Deno.readTextFile(path);
          assert.equal(text.split(deed.before).length, 2, `once in ${path}:\n${deed.before}`);
          await Deno.writeTextFile(path, text.replace(deed.before, () => deed.after));
        }
      }
    } finally {
      await shell.close();
      await Deno.remove(home, { recursive: true });
    }
  },
});

/** Where Deno keeps packages: a home of its own would have none. */
async function denoDir(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

Deno.test("firstMissing() skips any lines at an ellipsis, and takes no others", () => {
  const actual = ["a in 12 ms", "b", "c", "d"];
  assert.equal(firstMissing(["a in 3.4 s", "…", "d"], actual), null);
  assert.equal(firstMissing(["…", "c", "d"], actual), null);
  assert.equal(firstMissing(["a in 1 ms", "…"], actual), null);
  assert.equal(firstMissing(["a in 1 ms", "c", "…"], actual), "c");
  assert.equal(firstMissing(["…", "e"], actual), "e");
  assert.equal(firstMissing(["a in 1 ms", "b"], actual), 'the end, before "c"');
  assert.equal(firstMissing([], []), null);
});

Deno.test("readTour() reads commands, files and changes in order", () => {
  const page = [
    "```console",
    "$ one",
    "said",
    "$ two",
    "```",
    "<!-- a.ts -->",
    "",
    "```ts",
    "let a;",
    "```",
    "<!-- a.ts -->",
    "",
    "```diff",
    " let a;",
    "+let b;",
    "-let c;",
    "```",
    "```ts",
    "let d;",
    "```",
  ].join("\n");
  assert.deepEqual(readTour(page), [
    { kind: "command", command: "one", expected: ["said"] },
    { kind: "command", command: "two", expected: [] },
    { kind: "file", path: "a.ts", text: "let a;\n" },
    { kind: "change", path: "a.ts", before: "let a;\nlet c;", after: "let a;\nlet b;" },
  ]);
});
