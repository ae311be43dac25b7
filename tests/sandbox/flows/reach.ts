import { catchError, type CaughtError, FlowSpec, param, permissions, step } from "flow";

/** Fetches what it is told to, with the right to reach anything and with none. */
export default class Reach extends FlowSpec {
  allowed = param({ default: "" });
  other = param({ default: "" });

  found!: string[];
  failure?: CaughtError;
  last?: CaughtError;

  @permissions({ net: true })
  @catchError({ print: false })
  @step
  async start() {
    this.found = [await (await fetch(`http://${this.allowed}/`)).text()];
    this.found = [...this.found, await (await fetch(`http://${this.other}/`)).text()];
    this.next(this.end);
  }

  @catchError({ as: "last", print: false })
  @step
  async end() {
    await fetch(`http://${this.other}/`);
  }
}
