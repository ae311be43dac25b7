import { FlowSpec, step } from "flow";

export class First extends FlowSpec {
  @step
  only() {
    console.log("first");
  }
}

export class Second extends FlowSpec {
  @step
  only() {
    console.log("second");
  }
}
