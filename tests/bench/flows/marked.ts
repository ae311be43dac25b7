import { FlowSpec, type Inputs, param, permissions, step } from "flow";

/** A wide foreach whose executors can be told from others by what they may read. */
export default class Marked extends FlowSpec {
  width = param({ default: 1000 });

  doubled!: number;
  count!: number;

  @step
  start() {
    this.next(this.double, { foreach: Array.from({ length: this.width }, (_, index) => index) });
  }

  @permissions({ env: ["BENCH_BODY"] })
  @step
  double(item: number) {
    this.doubled = item * Number(Deno.env.get("BENCH_BODY") ?? 2);
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Marked>) {
    this.count = inputs.length;
    this.next(this.end);
  }

  @step
  end() {}
}
