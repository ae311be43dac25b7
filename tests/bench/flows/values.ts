import { FlowSpec, param, step } from "flow";
import { noise } from "./noise.ts";

/** A step that leaves many small artifacts. */
export default class Values extends FlowSpec {
  count = param({ default: 10_000 });
  size = param({ default: 1024 });

  @step
  start() {
    for (let at = 0; at < this.count; at++) Reflect.set(this, `value_${at}`, noise(this.size, at));
    this.next(this.end);
  }

  @step
  end() {}
}
