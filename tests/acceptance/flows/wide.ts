/** Many tasks at a time. */

import { current, FlowSpec, type Inputs, param, resources, step } from "flow";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

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
    this.next(this.end);
  }

  @step
  end() {}
}

/** Tasks that take some time, with weights. */
export class Slots extends FlowSpec {
  pids!: number[];
  pid!: number;

  @step
  start() {
    this.next(this.plain, { foreach: [1, 2, 3, 4, 5, 6, 7, 8] });
  }

  @step
  async plain() {
    await pause(60);
    this.next(this.joinPlain);
  }

  @step
  joinPlain(inputs: Inputs<Slots>) {
    this.merge(inputs);
    this.next(this.heavy, { foreach: [1, 2, 3] });
  }

  @resources({ cpu: 2 })
  @step
  async heavy() {
    await pause(60);
    this.next(this.joinHeavy);
  }

  @step
  joinHeavy(inputs: Inputs<Slots>) {
    this.merge(inputs);
    this.next(this.light, { foreach: [1, 2, 3, 4, 5, 6, 7, 8] });
  }

  @resources({ cpu: 0.5 })
  @step
  async light() {
    await pause(150);
    this.next(this.joinLight);
  }

  @step
  joinLight(inputs: Inputs<Slots>) {
    this.merge(inputs);
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
