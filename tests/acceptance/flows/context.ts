/** What a task knows of itself. */

import { current, exitHook, FlowSpec, project, step } from "flow";

/** All of `current`, tags, and hooks at the end of the run. */
@project({ name: "films" })
@exitHook({
  onSuccess: ({ run, status, params, tags, error }) =>
    console.log(`hook: ${run} ${status} ${JSON.stringify(params)} ${tags} ${error}`),
  onFailure: ({ run, status, error }) => console.log(`hook: ${run} ${status} ${error?.message}`),
})
@exitHook({
  onSuccess: () => {
    throw new Error("a hook that fails");
  },
})
export class Context extends FlowSpec {
  facts!: unknown[];
  problems!: string[];

  @step
  start() {
    const { tempDir } = current;
    Deno.writeTextFileSync(`${tempDir}/x`, "x");
    this.facts = [{
      ...current,
      tags: [...current.tags].sort(),
      parameters: { ...current.parameters },
      tempDir: Deno.readTextFileSync(`${tempDir}/x`),
      signal: current.signal.aborted,
    }];
    current.tags.add("by the step").add("and another");
    current.tags.delete("first");
    this.problems = [];
    for (const tag of ["", "two\nlines"]) {
      try {
        current.tags.add(tag);
      } catch (error) {
        this.problems.push((error as Error).message);
      }
    }
    this.next(this.end);
  }

  @step
  end() {
    this.facts.push([...current.tags].sort());
  }
}

/** Fails, so that its hook tells. */
@exitHook({ onFailure: ({ run, error }) => console.log(`hook: ${run} ${error?.message}`) })
export class Failing extends FlowSpec {
  @step
  start() {
    console.log("about to fail");
    throw new RangeError("no such film");
  }
}
