/** Many tasks at a time. */

import { current, FlowSpec, type Inputs, param, step } from "flow";

/** As many trivial tasks as are wanted. */
export class Wide extends FlowSpec {
  width = param({ default: 100 });
  value!: number;
  sum!: number;

  @step
  start() {
    const { width } = this;
    this.next(this.each, {
      foreach: (function* () {
        for (let at = 0; at < width; at++) yield { at, word: `item ${at}` };
      })(),
    });
  }

  @step
  each(item: { at: number; word: string }) {
    this.value = item.at * 2;
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<Wide>) {
    this.sum = 0;
    let next = 0;
    for (const { index, value } of inputs) {
      if (index !== next++) throw new Error(`input ${index} is out of order`);
      this.sum += value;
    }
    // Items come along from the first look at one.
    for (const at of [inputs.length - 1, 0, inputs.length >> 1]) {
      if (inputs[at]!.input.at !== at) throw new Error(`item ${at} is another's`);
    }
    this.next(this.end);
  }

  @step
  end() {}
}

/** Tells all that it prints from all that others print. */
export class Talkative extends FlowSpec {
  width = param({ default: 300 });

  @step
  start() {
    this.next(this.each, { foreach: Array.from({ length: this.width }, (_, at) => at) });
  }

  @step
  each(item: number) {
    console.log(`out ${item} of task ${current.task}`);
    console.error(`err ${item}`);
    Deno.stdout.writeSync(new TextEncoder().encode(`no line end ${item}`));
    this.next(this.join);
  }

  @step
  join(_inputs: Inputs<Talkative>) {
    this.next(this.end);
  }

  @step
  end() {}
}
