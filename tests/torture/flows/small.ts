/** Leaves a little of everything that a store keeps. */

import { current, FlowSpec, type Inputs, param, retry, step } from "flow";

export default class Small extends FlowSpec {
  size = param({ default: 2 });
  words = "a constant";

  values!: number[];
  large!: Uint8Array;
  sum!: number;

  @step
  start() {
    this.next(this.each, { foreach: Array.from({ length: this.size }, (_, at) => `item ${at}`) });
  }

  @retry({ times: 1, delay: 0 })
  @step
  each(item: string) {
    console.log(`works on ${item}`);
    if (current.attempt === 1 && this.index === 0) throw new Error("the first attempt fails");
    this.values = Array.from({ length: 100 }, (_, at) => at);
    this.sum = this.index;
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Small>) {
    this.sum = inputs.length;
    this.large = new Uint8Array(17_000).map((_, at) => (at * 7919) >> 3);
    this.next(this.end);
  }

  @step
  end() {}
}
