import type { Step } from "../../graph/graph.ts";
import type { FlowContext } from "../flow_context.ts";
import type { Rule } from "../rule.ts";

export const loop: Rule = {
  name: "loop",
  severity: "error",
  about: "Steps lead in a circle without a switch that could leave it: the run would never end.",
  needs: "edges",
  *check(flow) {
    for (const circle of circles(flow)) {
      const last = circle.at(-1)!;
      const names = [...circle, circle[0]!].map(({ name }) => name).join(" → ");
      yield {
        message: `There is a loop without a switch: ${names}`,
        hint: `Let a switch decide when to leave it: this.next({ true: this.${circle[0]!.name}, ` +
          "false: this.next_step }, { switch: again }).",
        at: flow.nextOf(last),
        step: last.name,
      };
    }
  },
};

/** Circles of edges that are no switches, each found once, by a depth first walk. */
function* circles(flow: FlowContext): Generator<Step[]> {
  const done = new Set<Step>();
  for (const first of flow.graph.steps) {
    if (done.has(first)) continue;
    const path: { step: Step; next: number }[] = [{ step: first, next: 0 }];
    const onPath = new Map([[first, 0]]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const edge = flow.out.get(top.step)![top.next++];
      if (edge === undefined) {
        done.add(top.step);
        onPath.delete(top.step);
        path.pop();
        continue;
      }
      if (edge.kind === "switch" || done.has(edge.to)) continue;
      const back = onPath.get(edge.to);
      if (back !== undefined) yield path.slice(back).map(({ step }) => step);
      else {
        onPath.set(edge.to, path.length);
        path.push({ step: edge.to, next: 0 });
      }
    }
  }
}
