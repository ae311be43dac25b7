import { FlowSpec, type Inputs, param, step } from "flow";

/** Two branches that leave many artifacts, and a join that takes over all of them. */
export default class Branches extends FlowSpec {
  count = param({ default: 1000 });

  @step
  start() {
    this.next(this.left, this.right);
  }

  @step
  left() {
    for (let at = 0; at < this.count; at += 2) Reflect.set(this, `value_${at}`, at);
    this.next(this.join);
  }

  @step
  right() {
    for (let at = 1; at < this.count; at += 2) Reflect.set(this, `value_${at}`, at);
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Branches>) {
    this.merge(inputs);
    this.next(this.end);
  }

  @step
  end() {
    if (Reflect.get(this, `value_${this.count - 1}`) !== this.count - 1) {
      throw new Error("The last value is lost");
    }
  }
}
