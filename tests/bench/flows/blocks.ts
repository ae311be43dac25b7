import { FlowSpec, type Inputs, param, step } from "flow";
import { noise } from "./noise.ts";

/** A foreach whose tasks leave an artifact of 1 MiB each. */
export default class Blocks extends FlowSpec {
  count = param({ default: 1000 });

  block!: Uint8Array;
  blocks!: number;

  @step
  start() {
    this.next(this.make, { foreach: Array.from({ length: this.count }, (_, index) => index) });
  }

  @step
  make(item: number) {
    this.block = noise(1 << 20, item);
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Blocks>) {
    this.blocks = inputs.length;
    this.next(this.end);
  }

  @step
  end() {}
}
