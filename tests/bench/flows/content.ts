import { FlowSpec, param, step } from "flow";
import { noise } from "./noise.ts";

/** An artifact of 64 MiB, and a step that does something to it. */
export default class Content extends FlowSpec {
  change = param({ default: "none", help: "none, equal or slight" });

  table!: Uint8Array;

  @step
  start() {
    this.table = noise(64 << 20);
    this.next(this.work);
  }

  @step
  work() {
    if (this.change !== "none") {
      const copy = this.table.slice();
      if (this.change === "slight") copy[copy.length >> 1]! ^= 1;
      this.table = copy;
    }
    this.next(this.end);
  }

  @step
  end() {}
}
