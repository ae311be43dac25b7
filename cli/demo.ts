/**
 * `deno task demo`: runs the statistics example, and says what can be done with its results.
 */

const root = new URL("../", import.meta.url);
const runIdFile = await Deno.makeTempFile({ prefix: "flow-demo-" });

const { code } = await new Deno.Command(Deno.execPath(), {
  args: [
    ...["run", "-A", "--quiet", "cli/main.ts", "run", "examples/statistics/flow.ts"],
    ...["--run-id-file", runIdFile],
  ],
  cwd: root,
}).spawn().status;
const run = await Deno.readTextFile(runIdFile);
await Deno.remove(runIdFile);

if (code === 0) {
  const flow = Deno.env.get("npm_command") === "exec"
    ? "npx --yes deno task flow"
    : "deno task flow";
  const name = run.slice(0, run.indexOf("/"));
  const next = [
    [`status ${run}`, "how the run went, step by step"],
    [`logs ${run}/end`, "what a step printed"],
    [`dump ${run}`, "the values that it left"],
    ["show examples/statistics/flow.ts", "the graph of the flow"],
    ["run examples/statistics/flow.ts --since 2000", "again, with another parameter"],
    [`diff ${run} ${name}`, "what that changed"],
    ["init my-flow", "a flow of your own"],
  ];
  const width = Math.max(...next.map(([command]) => command!.length));
  console.log("\nWhat to do next:");
  for (const [command, does] of next) {
    console.log(`  ${flow} ${command!.padEnd(width)}  ${does}`);
  }
}
Deno.exit(code);
