import { FlowSpec, type Inputs, param, step } from "flow";

/** A foreach in a foreach. */
export default class Nested extends FlowSpec {
  outer = param({ default: 100 });
  inner = param({ default: 100 });

  product!: number;
  sum!: number;

  @step
  start() {
    this.next(this.row, { foreach: Array.from({ length: this.outer }, (_, index) => index) });
  }

  @step
  row() {
    this.next(this.cell, { foreach: Array.from({ length: this.inner }, (_, index) => index) });
  }

  @step
  cell(item: number) {
    this.product = item * 2;
    this.next(this.sumRow);
  }

  @step
  sumRow(inputs: Inputs<Nested>) {
    this.sum = 0;
    for (const input of inputs) this.sum += input.product;
    this.next(this.sumAll);
  }

  @step
  sumAll(inputs: Inputs<Nested>) {
    this.sum = 0;
    for (const input of inputs) this.sum += input.sum;
    this.next(this.end);
  }

  @step
  end() {
    const expected = this.outer * this.inner * (this.inner - 1);
    if (this.sum !== expected) throw new Error(`The sum is ${this.sum}, not ${expected}`);
  }
}
