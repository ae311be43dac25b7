// What the compiler takes and refuses of the inputs of a join. Checked by `types_test.ts`.

import { FlowSpec, type Inputs, param, step } from "../../mod.ts";

class Base extends FlowSpec {
  shared!: string;

  @step
  left() {
    this.next(this.join);
  }

  @step
  join(_inputs: Inputs<Base>) {}
}

class Joins extends Base {
  minVotes = param({ default: 3 });
  limit = 10;
  mean!: number;
  rows!: string[];
  means!: Record<string, number>;
  #local = 3;

  @step
  right() {
    this.mean = this.#local;
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<Joins>) {
    // By iteration, by position and by the step's name.
    this.means = Object.fromEntries([...inputs].map((i) => [i.input, i.mean]));
    for (const input of inputs) this.mean += input.mean + input.index;
    this.mean = inputs[0].mean + inputs.right.mean + inputs.length;
    this.shared = inputs.left.shared;
    this.mean = inputs.left.minVotes + inputs.left.limit;

    // @ts-expect-error: there is no such artifact
    inputs[0].men;
    // @ts-expect-error: there is no such step
    inputs.middle;
    // @ts-expect-error: a step is no artifact
    inputs[0].right;
    // @ts-expect-error: nor is what every flow has
    inputs[0].next;
    // @ts-expect-error: a private field is none
    inputs[0].local;
    // @ts-expect-error: the type is known
    this.shared = inputs[0].mean;
    // @ts-expect-error: inputs can only be read
    inputs[0].mean = 3;
    // @ts-expect-error: all of them
    inputs.left = inputs.right;

    this.next(this.end);
  }

  @step
  merging(inputs: Inputs<Joins>) {
    this.merge(inputs);
    this.merge(inputs, { include: ["mean", "shared"] });
    this.merge(inputs, { exclude: ["rows"] });

    // @ts-expect-error: there is no such artifact
    this.merge(inputs, { include: ["men"] });
    // @ts-expect-error: a step is no artifact
    this.merge(inputs, { exclude: ["right"] });
    // @ts-expect-error: the inputs are merged, not one of them
    this.merge(inputs[0]);

    this.next(this.end);
  }

  @step
  end() {
    this.mean = this.index;
    for (const { index, size } of this.foreachStack()) this.mean += index * size;
    // @ts-expect-error: where a task is cannot be set
    this.index = 3;
  }
}

export { Joins };
