import assert from "node:assert/strict";
import { Lab } from "../acceptance/harness.ts";
import { isCalm } from "./behaviours/behaviour.ts";
import { BEHAVIOURS } from "./behaviours/mod.ts";
import { cover } from "./cover.ts";
import { LOOKS } from "./looks/mod.ts";
import { allCells, type Cell } from "./matrix.ts";
import { Model } from "./model/model.ts";
import { renderFlow } from "./model/source.ts";
import { SHAPES } from "./shapes/mod.ts";
import { WAYS } from "./ways/mod.ts";

const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

Deno.test("the matrix has all shapes, behaviours, looks and ways", () => {
  assert.deepEqual(names(SHAPES), [
    "linear",
    "branch",
    "nested branches",
    "foreach",
    "nested foreach",
    "wide foreach",
    "foreach in branch",
    "branch in foreach",
    "switch",
    "nested switch",
    "switch in foreach",
    "switch in branch",
    "branch in switch",
    "foreach in switch",
    "self loop",
    "multi-step loop",
    "loop in foreach",
    "single step",
    "custom start and end",
    "inherited",
  ]);
  assert.deepEqual(names(BEHAVIOURS), [
    "artifact propagation",
    "merge",
    "merge conflict",
    "parameters",
    "configs",
    "files",
    "constants",
    "current",
    "retry",
    "catch of a thrown error",
    "catch of a killed process",
    "timeout",
    "environment",
    "secrets",
    "permissions",
    "logs",
    "large logs",
    "tags and their changes",
    "lineage at width 12",
    "resume at the first step",
    "resume at a plain step",
    "resume at a step that branches",
    "resume at a step with a foreach",
    "resume at a step in a split",
    "resume at a join",
    "resume at a switch",
    "resume at a turn of a loop",
    "resume at the last step",
    "resume of a resume",
    "step rerun",
    "user-defined decorators",
    "user-defined decorator that handles errors",
    "exit hooks",
    "exit hooks after a failure",
  ]);
  assert.deepEqual(names(LOOKS), ["command line", "client", "database"]);
  assert.deepEqual(names(WAYS), ["warm", "fresh", "programmatic"]);
});

Deno.test("each combination is a cell, or there is a reason why it is not", () => {
  const { cells, excluded } = allCells();
  const all = names([...cells, ...excluded]);
  assert.equal(new Set(all).size, SHAPES.length * BEHAVIOURS.length * WAYS.length);
  assert.equal(all.length, new Set(all).size);
  for (const { name, why } of excluded) assert.match(why, /^\w.{8,}\w`?$/, name);
  // No shape and no behaviour is left out as a whole.
  assert.deepEqual(valuesOf(cells, "shape"), names(SHAPES).toSorted());
  assert.deepEqual(valuesOf(cells, "behaviour"), names(BEHAVIOURS).toSorted());
});

Deno.test("the cells of every day have each shape and each behaviour in each way", () => {
  const { cells } = allCells();
  const chosen = cover(cells);
  for (const way of WAYS) {
    const possible = cells.filter((cell) => cell.way === way);
    const covered = chosen.filter((cell) => cell.way === way);
    assert.deepEqual(valuesOf(covered, "shape"), valuesOf(possible, "shape"));
    assert.deepEqual(valuesOf(covered, "behaviour"), valuesOf(possible, "behaviour"));
  }
});

Deno.test("the flows that all calm behaviours share are right for the compiler", async () => {
  await using lab = new Lab();
  const files: string[] = [];
  for (const shape of SHAPES) {
    const model = new Model(shape);
    const additions = BEHAVIOURS.filter(isCalm).filter((one) =>
      (one.unfit?.(model) ?? null) === null
    )
      .map((one) => one.add(model));
    for (const [name, text] of Object.entries(renderFlow(shape, model.steps, additions))) {
      const path = lab.write(`${model.flow}/${name}`, text);
      if (name === "flow.ts") files.push(path);
    }
  }
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", "--config", new URL("../../deno.json", import.meta.url).pathname]
      .concat(files),
    env: { NO_COLOR: "1" },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
});

function valuesOf(cells: readonly Cell[], part: "shape" | "behaviour"): string[] {
  return [...new Set(cells.map((cell) => cell[part].name))].sort();
}
