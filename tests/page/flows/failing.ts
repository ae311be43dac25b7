import { FlowSpec, type Inputs, param, retry, step } from "flow";

/** Fails at one item of three, after another try, with a text that is no text but in a page. */
export default class Failing extends FlowSpec {
  message = param({ default: "<img src=x onerror=alert(1)><script>alert(2)</script>" });
  bad = param({ default: 2 });

  @step
  start() {
    this.next(this.work, { foreach: [1, 2, 3] });
  }

  @retry({ times: 1, delay: 0 })
  @step
  work(item: number) {
    if (item === this.bad) throw new Error(this.message);
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<Failing>) {
    console.log(inputs.length);
    this.next(this.end);
  }

  @step
  end() {}
}
