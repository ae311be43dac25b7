/** Two steps for a debugger. */

import { FlowSpec, step } from "flow";

/** A breakpoint is set in the first step; the second has a statement that stops. */
export class Debugged extends FlowSpec {
  value!: number;

  @step
  start() {
    const before = 41;
    this.value = before + 1;
    this.next(this.end);
  }

  @step
  end() {
    // deno-lint-ignore no-debugger -- what is tested
    debugger;
    this.value++;
  }
}
