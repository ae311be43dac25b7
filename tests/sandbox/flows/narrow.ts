import { current, FlowSpec, param, permissions, step } from "flow";

const decoder = new TextDecoder();

/** What a step reaches by ways that Deno's rights do not cover. */
export default class Narrow extends FlowSpec {
  outside = param({ default: "" });
  process = param({ default: 0 });

  links!: Record<string, string>;
  programs!: Record<string, string>;
  asked!: Record<string, string>;
  store!: Record<string, string>;

  @permissions({ read: ["data"] })
  @step
  start() {
    this.links = {
      file: look(() => Deno.readTextFileSync("data/file.txt")),
      "a link that leads out": look(() => Deno.readTextFileSync("data/link.txt")),
      "a linked folder": look(() => Deno.readTextFileSync("data/linked/secret.txt")),
    };
    this.next(this.programsOf);
  }

  @permissions({ run: ["cat", "env"] })
  @step
  programsOf() {
    this.programs = {
      "a file outside": run("cat", `${this.outside}/secret.txt`),
      "the environment": String(run("env").includes("TOPSECRET")),
      "network interfaces": `${run("cat", "/proc/net/dev").match(/^ *\w+:/gm)!.length}`,
      "the code of another run": run("cat", `${storeFolder()}/code/other/secret.txt`),
      "another process": run("cat", `/proc/${this.process}/comm`),
    };
    this.next(this.paths);
  }

  @permissions({ read: ["data", "out"], write: ["out/new.txt", "out/folder"], run: ["cat"] })
  @step
  paths() {
    Deno.writeTextFileSync("out/new.txt", "new");
    Deno.mkdirSync("out/folder/deep", { recursive: true });
    Deno.writeTextFileSync("out/folder/deep/file.txt", "deep");
    this.asked = {
      read: look(() => Deno.readTextFileSync("data/file.txt")),
      "a program that reads what was asked for": run("cat", "data/file.txt"),
      "writing the rest": look(() => {
        Deno.writeTextFileSync("out/other.txt", "x");
        return "done";
      }),
    };
    this.next(this.end);
  }

  @permissions({ read: true, write: true })
  @step
  end() {
    const store = storeFolder();
    this.store = {
      reading: look(() => `${Deno.readFileSync(`${store}/flow.db`).length > 0}`),
      "writing by a link": look(() => {
        Deno.symlinkSync(`${store}/flow.db`, `${current.tempDir}/link`);
        Deno.openSync(`${current.tempDir}/link`, { write: true }).close();
        return "done";
      }),
    };
  }
}

function storeFolder(): string {
  return current.tempDir.replace(/\/tmp\/x-.*/, "");
}

function look(deed: () => string): string {
  try {
    return deed();
  } catch (error) {
    return (error as Error).name;
  }
}

function run(program: string, ...args: string[]): string {
  const { stdout } = new Deno.Command(program, { args, stderr: "null" }).outputSync();
  return decoder.decode(stdout);
}
