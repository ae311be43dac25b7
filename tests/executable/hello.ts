import { FlowSpec, param, step } from "flow";

/** Says hello. */
export default class Hello extends FlowSpec {
  name = param({ default: "world" });

  greeting!: string;

  @step
  start() {
    this.next(this.greet);
  }

  @step
  greet() {
    if (this.name === "") throw new Error("Nobody is there");
    this.greeting = `Hello ${this.name}`;
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.greeting);
  }
}
