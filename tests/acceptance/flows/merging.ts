/** Joins: what they see of their inputs, and what they take over. */

import { FlowSpec, type Inputs, param, step } from "flow";

/** Each way of merging, one join after the other. */
export class Merging extends FlowSpec {
  factor = param({ default: 2 });
  readonly fixed = "constant";
  common!: { list: number[] };
  agreed!: number[];
  conflict!: string;
  settled!: string;
  onlyA!: string;
  onlyB!: string;
  gone!: string;
  notes!: Record<string, unknown>;

  @step
  start() {
    this.common = { list: [1] };
    this.gone = "at the split";
    this.next(this.a, this.b, this.c);
  }

  @step
  a() {
    // Equal values made apart are one and the same object.
    this.agreed = [1, 2, this.factor];
    this.conflict = "from a";
    this.settled = "by a";
    this.onlyA = "a alone";
    delete (this as { gone?: string }).gone;
    this.next(this.failing);
  }

  @step
  b() {
    this.agreed = [1, 2, 2];
    this.conflict = "from b";
    this.settled = "by b";
    this.onlyB = "b alone";
    delete (this as { gone?: string }).gone;
    this.next(this.failing);
  }

  @step
  c() {
    this.conflict = "from a";
    delete (this as { gone?: string }).gone;
    this.next(this.failing);
  }

  @step
  failing(inputs: Inputs<Merging>) {
    const problems: string[] = [];
    const attempt = (merge: () => void) => {
      const before = Object.keys(this).sort().join();
      try {
        merge();
      } catch (error) {
        const nothing = before === Object.keys(this).sort().join();
        problems.push(`${(error as Error).message} (${nothing ? "nothing set" : "set something"})`);
      }
    };
    this.settled = "by the join";
    attempt(() => this.merge(inputs));
    attempt(() => this.merge(inputs, { include: ["agreed", "nowhere" as "agreed"] }));
    attempt(() => this.merge(this as never));
    this.notes = {
      problems,
      length: inputs.length,
      names: [...inputs].map((input) => input.conflict),
      byName: [inputs.a.onlyA, inputs.b.onlyB],
      byIndex: [inputs[0].conflict, inputs[2]!.conflict, inputs[3] === undefined],
      item: [inputs[0].input, inputs[0].index],
      constant: [inputs.a.fixed, inputs.b.factor],
      has: ["onlyA" in inputs.a, "onlyA" in inputs.b, "gone" in inputs.a],
      atStart: ["common" in this, "factor" in this],
    };
    this.merge(inputs, { exclude: ["conflict"] });
    this.notes.after = [this.agreed, this.onlyA, this.onlyB, this.settled, this.common.list];
    this.next(this.each, { foreach: ["x", "y", "z"] });
  }

  @step
  each(letter: string) {
    this.common.list.push(this.index);
    this.conflict = letter;
    if (this.index === 1) this.onlyA = "changed in one of them";
    this.next(this.inner, { foreach: [1, 2] });
  }

  @step
  inner() {
    this.next(this.closeInner);
  }

  @step
  closeInner(inputs: Inputs<Merging>) {
    // Takes nothing over but this: the rest ends here.
    this.merge(inputs, { include: ["conflict"] });
    this.next(this.close);
  }

  @step
  close(inputs: Inputs<Merging>) {
    this.notes = {
      inputs: [...inputs].map((input) => [input.input, input.index, input.conflict]),
      seen: ["conflict", "common", "agreed", "factor"].filter((name) => name in inputs[1]!),
    };
    this.merge(inputs, { exclude: ["conflict"] });
    this.notes.names = Object.keys(this).sort();
    this.next(this.end);
  }

  @step
  end() {}
}

/** A join that merges a conflict and does not expect it. */
export class Conflicting extends FlowSpec {
  value!: number;

  @step
  start() {
    this.next(this.each, { foreach: [1, 2, 3] });
  }

  @step
  each(item: number) {
    this.value = item;
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Conflicting>) {
    this.merge(inputs);
    this.next(this.end);
  }

  @step
  end() {}
}
