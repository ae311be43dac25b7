import { FlowSpec, type Inputs, param, permissions, step } from "flow";

/** A foreach that is done, and a join that fails the first time: something to resume. */
export default class BrokenJoin extends FlowSpec {
  width = param({ default: 1000 });

  items!: number[];
  doubled!: number;
  count!: number;

  @step
  start() {
    this.items = Array.from({ length: this.width }, (_, index) => index);
    this.next(this.double, { foreach: this.items });
  }

  @step
  double(item: number) {
    this.doubled = item * 2;
    this.next(this.join);
  }

  @permissions({ env: ["BENCH_BREAK"] })
  @step
  join(inputs: Inputs<BrokenJoin>) {
    if (Deno.env.get("BENCH_BREAK") === "1") throw new Error("Broken on purpose");
    this.count = inputs.length;
    this.next(this.end);
  }

  @step
  end() {}
}
