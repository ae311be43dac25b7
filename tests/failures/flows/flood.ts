import { FlowSpec, param, permissions, step } from "flow";

/** Prints without end in sight, then waits for the test to have looked. */
export default class Flood extends FlowSpec {
  gate = param({ default: "" });
  megabytes = param({ default: 1 });

  done!: boolean;

  @step
  start() {
    const line = new TextEncoder().encode(`${"drop ".repeat(200)}\n`);
    for (let at = 0; at < this.megabytes * 1000; at++) {
      Deno.stdout.writeSync(line);
      if (at % 10 === 0) console.error("drip", at);
    }
    this.next(this.end);
  }

  @permissions({ net: ["127.0.0.1"] })
  @step
  async end() {
    await fetch(`http://${this.gate}/wait/looked`);
    this.done = true;
  }
}
