import { FlowSpec, step } from "flow";

/** The smallest flow that hands something on. */
export default class TwoSteps extends FlowSpec {
  greeting!: string;

  @step
  start() {
    this.greeting = "hello";
    this.next(this.end);
  }

  @step
  end() {
    if (this.greeting !== "hello") throw new Error("The greeting is lost");
  }
}
