import { FlowSpec, type Inputs, param, permissions, step } from "flow";

/** Goes on when somebody who listens lets it. */
export default class Gated extends FlowSpec {
  gate = param({ default: "", help: "an address that answers when the run may go on" });

  @step
  start() {
    this.next(this.wait, { foreach: [1, 2] });
  }

  @permissions({ net: ["127.0.0.1"] })
  @step
  async wait(item: number) {
    await (await fetch(`${this.gate}/${item}`)).text();
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<Gated>) {
    console.log(inputs.length);
    this.next(this.end);
  }

  @step
  end() {}
}
