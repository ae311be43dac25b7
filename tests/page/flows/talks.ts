import { FlowSpec, param, permissions, step } from "flow";

/** Prints, waits until somebody lets it go on, and prints again. */
export default class Talks extends FlowSpec {
  gate = param({ default: "", help: "an address that answers when the run may go on" });

  @permissions({ net: ["127.0.0.1"] })
  @step
  async start() {
    for (let at = 0; at < 300; at++) console.log(`before ${at}`);
    await (await fetch(this.gate)).text();
    console.log("after the gate");
    this.next(this.end);
  }

  @step
  end() {}
}
