import assert from "node:assert/strict";
import { exists } from "../../store/path.ts";
import { Lab } from "../acceptance/harness.ts";

/** A flow whose module has these lines at its top, and these in its step. */
function flowWith(top: string, inStep = ""): string {
  return `import { FlowSpec, step } from "flow";
${top}
export default class Imports extends FlowSpec {
  @step
  async start() {
    ${inStep}
  }
}
`;
}

Deno.test("a flow that loads anything from outside of its project does not pass its check", async (t) => {
  await using lab = new Lab();
  const outside = `${lab.path}/outside`;
  for (const name of ["secret.json", "secret.txt", "secret.ts"]) lab.write(`outside/${name}`, "1");
  lab.write("project/deno.json", "{}");
  Deno.symlinkSync(`${outside}/secret.ts`, `${lab.path}/project/link.ts`);
  Deno.symlinkSync(outside, `${lab.path}/project/linked`);
  const rows: [name: string, text: string, rule: string][] = [
    ["JSON", flowWith(`import x from "${outside}/secret.json" with { type: "json" };`), "outside"],
    ["text", flowWith(`import x from "../outside/secret.txt" with { type: "text" };`), "outside"],
    ["bytes", flowWith(`import x from "../outside/secret.txt" with { type: "bytes" };`), "outside"],
    ["a file URL", flowWith(`import "file://${outside}/secret.ts";`), "outside"],
    ["a re-export", flowWith(`export * from "../outside/secret.ts";`), "outside"],
    ["a named re-export", flowWith(`export { x } from "../outside/secret.ts";`), "outside"],
    ["a dynamic import", flowWith("", `await import("../outside/secret.ts");`), "outside"],
    ["a template", flowWith("", "await import(`../outside/secret.ts`);"), "outside"],
    [
      "a dynamic import of text",
      flowWith("", `await import("../outside/secret.txt", { with: { type: "text" } });`),
      "outside",
    ],
    ["require", flowWith("", `require("../outside/secret.json");`), "outside"],
    ["a link", flowWith(`import "./link.ts";`), "link"],
    ["a link to a folder", flowWith(`import "./linked/secret.ts";`), "link"],
    ["HTTP", flowWith(`import "http://127.0.0.1:1/leak.ts?told";`), "remote"],
    ["HTTPS", flowWith("", `await import("https://127.0.0.1:1/leak.ts?told");`), "remote"],
    ["jsr", flowWith(`import "jsr:@std/path";`), "remote"],
    ["data:", flowWith(`import "data:text/javascript,1";`), "data"],
    ["blob:", flowWith("", `await import("blob:null/1");`), "data"],
    ["threads of Node", flowWith(`import "node:worker_threads";`), "worker"],
    [
      "threads of Node as a builtin",
      flowWith("", `process.getBuiltinModule("node:worker_threads");`),
      "worker",
    ],
  ];
  for (const [name, text, rule] of rows) {
    await t.step(name, async () => {
      const file = lab.write("project/flow.ts", text);
      const { code, stdout } = await lab.flow(["check", file, "--json"]);
      const errors = JSON.parse(stdout).filter((one: { severity: string }) =>
        one.severity === "error"
      );
      assert.deepEqual(errors.map((one: { rule: string }) => one.rule), [`import-${rule}`]);
      assert.equal(code, 2);
    });
  }
  await t.step("nothing of it runs", async () => {
    const { code, stderr } = await lab.flow(["run", `${lab.path}/project/flow.ts`]);
    assert.equal(code, 2);
    assert.match(stderr, /import-worker/);
    assert.ok(!exists(`${lab.store}/flow.db`));
  });
});

Deno.test("what the check cannot follow, the process holds", async (t) => {
  await using lab = new Lab();
  lab.write("outside/secret.ts", "export default 1;");
  lab.write("project/deno.json", "{}");
  lab.write("project/own/part.ts", "export default 1;");
  const rows: [name: string, inStep: string, message: RegExp][] = [
    [
      "a template with a name in it",
      'const name = "secret"; await import(`../outside/${name}.ts`);',
      /may not read ".+outside\/secret\.ts"/,
    ],
    [
      "a sum",
      'const name = "secret.ts"; await import("../outside/" + name);',
      /may not read ".+outside\/secret\.ts"/,
    ],
    [
      "a module of the project that nothing names",
      'const name = "part"; await import(`./own/${name}.ts`);',
      /Module not found|Cannot find module/,
    ],
  ];
  for (const [name, inStep, message] of rows) {
    await t.step(name, async () => {
      const file = lab.write("project/flow.ts", flowWith("", inStep));
      const { events } = await lab.run(file, [], { status: "failed" });
      assert.match(events.at(-1)!.error.message, message);
    });
  }
});

Deno.test("a step may load the modules of its own package, and read their files", async () => {
  await using lab = new Lab();
  lab.write("project/deno.json", `{ "imports": { "#lib/": "./lib/" } }`);
  lab.write("project/lib/part.ts", "export const part = 1;");
  lab.write("project/lib/later.ts", "export const later = 2;");
  lab.write("project/data.json", "[3]");
  lab.write("project/note.txt", "4");
  lab.write("project/asset.txt", "5");
  lab.write("project/worker.ts", "postMessage(6);");
  const file = lab.write(
    "project/flow.ts",
    `import { FlowSpec, step } from "flow";
import { part } from "#lib/part.ts";
import data from "./data.json" with { type: "json" };
import note from "./note.txt" with { type: "text" };
export default class Own extends FlowSpec {
  all!: unknown[];
  @step
  async start() {
    const { later } = await import("./lib/later.ts");
    const asset = Deno.readTextFileSync(new URL("./asset.txt", import.meta.url));
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    const said = await new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
    this.all = [part, later, ...data, note, asset, said];
  }
}
`,
  );
  const { run } = await lab.run(file);
  assert.deepEqual((await lab.dump(run)).all, [1, 2, 3, "4", "5", 6]);
});
