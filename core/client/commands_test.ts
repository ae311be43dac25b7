import assert from "node:assert/strict";
import { quoteArgument, runCommands } from "./commands.ts";

const parameter = (name: string, kind = "param") => ({ name, kind });

Deno.test("runCommands() gives what a shell takes, parameters as options", () => {
  const run = {
    run: "Demo/7",
    file: "/my flows/it's.ts",
    class: "Demo",
    params: {
      minVotes: 5,
      title: "a b",
      on: true,
      names: ["x", "y"],
      map: { a: 1 },
      rows: "f.csv",
    },
    project: { name: "p", branch: "test.new", production: false },
  };
  const names = ["minVotes", "title", "on", "names", "map"];
  // deno-lint-ignore no-explicit-any -- the part of a graph that matters here
  const graph: any = {
    parameters: [...names.map((name) => parameter(name)), parameter("rows", "file")],
  };
  const { resume, again } = runCommands(run, graph);
  assert.equal(resume, `flow resume '/my flows/it'\\''s.ts:Demo' --run Demo/7`);
  assert.equal(
    again,
    `flow run '/my flows/it'\\''s.ts:Demo' --min-votes=5 --title='a b' --on=true --names=x ` +
      `--names=y --map='{"a":1}' --branch new`,
  );
});

Deno.test("quoteArgument() leaves nothing to the shell", async () => {
  const hostile = ["$(id)", "`id`", "a'b", 'a"b', "a\\b", "", "*", "~", "a\nb", "-x", "a;b", "!x"];
  const words = hostile.map(quoteArgument).join(" ");
  const { stdout } = await new Deno.Command("sh", { args: ["-c", `printf '%s\\0' ${words}`] })
    .output();
  assert.deepEqual(new TextDecoder().decode(stdout).split("\0").slice(0, -1), hostile);
});
