/** Tasks with weights, which wait until as many run as are expected to. */

import { current, FlowSpec, type Inputs, param, permissions, resources, step } from "flow";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Where they meet, beside the flow file. */
const MEETING = "./meeting";
const meets = { read: [MEETING], write: [MEETING] };

/** Returns when so many tasks of the step have come here, this one among them. */
async function meet(count: number) {
  const folder = `${MEETING}/${current.step}`;
  Deno.mkdirSync(folder, { recursive: true });
  Deno.writeTextFileSync(`${folder}/${current.task}`, "");
  while ([...Deno.readDirSync(folder)].length < count) await pause(5);
  // Whoever came last is seen to have begun before the others end: times are in milliseconds.
  await pause(5);
}

export default class Slots extends FlowSpec {
  slots = param({ default: 3 });

  @step
  start() {
    this.next(this.plain, { foreach: [1, 2, 3, 4, 5, 6, 7, 8] });
  }

  @permissions(meets)
  @step
  async plain() {
    await meet(this.slots);
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

  @permissions(meets)
  @resources({ cpu: 0.5 })
  @step
  async light() {
    await meet(2 * this.slots);
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
