import { FlowSpec, type Inputs, param, step } from "flow";
import { deeper } from "./wrong/deeper.ts";

/** Fails in one of many ways that only show when it runs. */
export default class Wrong extends FlowSpec {
  how = param({ default: "" });

  kind!: string;
  rows!: unknown;
  none!: number[];

  @step
  start() {
    this.rows = this.how === "function"
      ? { first: [1, { second: () => 1 }] }
      : this.how === "socket"
      ? [Deno.stdin.readable]
      : null;
    this.kind = this.how === "switch" ? "sideways" : "on";
    this.none = this.how === "empty" ? [] : [1];
    this.next({ on: this.middle, off: this.end }, { switch: this.kind });
  }

  @step
  middle() {
    if (this.how === "twice") this.goOn();
    if (this.how === "none") return;
    this.next(this.each, { foreach: this.none });
  }

  /** Calls `this.next` where no reader of the step sees it. */
  goOn() {
    const next = this["next" as "goOn"] as (...steps: unknown[]) => void;
    next.call(this, this.end);
  }

  @step
  each(item: number) {
    const fail: Record<string, () => unknown> = {
      thrown: () => {
        throw new TypeError(`no ${item}`);
      },
      "thrown elsewhere": () => deeper(item),
      "thrown by Deno": () => JSON.parse("{"),
      caused: () => {
        throw new Error("outer", { cause: new RangeError("inner") });
      },
    };
    fail[this.how]?.();
    this.next(this.join);
  }

  @step
  join(_inputs: Inputs<Wrong>) {
    this.next(this.end);
  }

  @step
  async end() {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.how === "thrown late") throw new Error("after an await");
  }
}
