/** What happens to values on their way through a run. */

import { current, FlowSpec, type Inputs, step } from "flow";

interface Node {
  name: string;
  self?: Node;
}

/** Values of all kinds, changed, left alone, deleted, and set by computed names. */
export class Values extends FlowSpec {
  readonly limits = { low: 1, high: [2, 3] };
  #calls = 0;
  untouched!: { deep: number[] };
  list!: number[];
  map!: Map<string, Set<number>>;
  when!: Date;
  big!: bigint;
  node!: Node;
  nothing!: undefined;
  problem!: TypeError & { code?: string };
  floats!: Float64Array;
  view!: Uint8Array;
  replaced!: string;
  same!: string;
  gone!: string;
  seen!: Record<string, unknown>;
  missing!: string[];

  @step
  start() {
    this.#calls++;
    this.untouched = { deep: [1, 2, 3] };
    this.list = [1];
    this.map = new Map([["a", new Set([1])]]);
    this.when = new Date(1e12);
    this.big = 2n ** 70n;
    this.node = { name: "ring" };
    this.node.self = this.node;
    this.nothing = undefined;
    this.problem = Object.assign(new TypeError("wrong", { cause: "why" }), { code: "E1" });
    this.floats = new Float64Array([1.5, -0, NaN]);
    this.view = new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4);
    this.replaced = "before";
    this.same = "same";
    this.gone = "still here";
    for (const name of ["x", "y"]) Reflect.set(this, `col_${name}`, name.repeat(3));
    this.next(this.change);
  }

  @step
  change() {
    this.list.push(2);
    this.map.get("a")!.add(2);
    this.floats[0] = 2.5;
    this.replaced = `${this.replaced} and after`;
    // Set again to what it was.
    this.same = this.same.slice();
    this.seen = {
      calls: this.#calls,
      deep: this.untouched.deep.length,
      limits: this.limits.high[1],
      when: this.when.getTime(),
      big: String(this.big),
      ring: this.node.self === this.node,
      nothing: this.nothing === undefined && "nothing" in this,
      problem: [
        this.problem instanceof TypeError,
        this.problem.message,
        this.problem.cause,
        this.problem.code,
      ],
      floats: [...this.floats],
      view: [...this.view],
      columns: ["x", "y"].map((name) => Reflect.get(this, `col_${name}`)),
    };
    delete (this as { gone?: string }).gone;
    this.next(this.look);
  }

  @step
  look() {
    this.missing = [];
    for (const name of ["gone", "list2", "never"]) {
      try {
        Reflect.get(this, name);
      } catch (error) {
        this.missing.push(String(error));
      }
    }
    try {
      Reflect.set(this, "limits".trim(), 1);
    } catch (error) {
      this.missing.push(String(error));
    }
    this.next(this.left, this.right);
  }

  @step
  left() {
    this.list.push(10);
    this.next(this.join);
  }

  @step
  right() {
    this.list.push(20, this.list.length);
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Values>) {
    this.list = [...inputs.left.list, -1, ...inputs.right.list];
    this.merge(inputs);
    this.next(this.each, { foreach: [1, 2, 3, 4, 5, 6] });
  }

  @step
  each(item: number) {
    // Tasks in one warm executor begin with the same value.
    this.untouched.deep.push(item);
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<Values>) {
    this.missing = [];
    this.list = [...inputs].map((input) =>
      input.untouched.deep.at(-1)! + input.untouched.deep.length
    );
    try {
      Reflect.get(inputs[0], "gone");
    } catch (error) {
      this.missing.push(String(error));
    }
    this.merge(inputs, { exclude: ["list", "missing", "untouched"] });
    this.next(this.end);
  }

  @step
  end() {}
}

/** Something that no step sets. */
export class Unset extends FlowSpec {
  mean!: number;

  @step
  start() {
    if (current.attempt > 1) this.mean = 1;
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.mean);
  }
}

/** A value that cannot be kept, deep inside of another. */
export class Unkeepable extends FlowSpec {
  table!: unknown;

  @step
  start() {
    this.table = { rows: [{ ok: 1 }, { callback: () => 1 }] };
    this.next(this.end);
  }

  @step
  end() {}
}
