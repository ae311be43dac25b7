import { FlowSpec, type Inputs, param, step } from "flow";

/** A foreach of trivial tasks. */
export default class Wide extends FlowSpec {
  width = param({ default: 1000 });

  items!: number[];
  doubled!: number;
  sum!: number;

  @step
  start() {
    this.items = Array.from({ length: this.width }, (_, index) => index);
    this.next(this.double, { foreach: this.items });
  }

  @step
  double(item: number) {
    this.doubled = item * 2;
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Wide>) {
    let sum = 0;
    for (const input of inputs) sum += input.doubled;
    this.sum = sum;
    this.next(this.end);
  }

  @step
  end() {}
}
