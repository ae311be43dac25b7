/** Switches. */

import { FlowSpec, type Inputs, param, step } from "flow";

/** A switch by text, number and boolean in turn; one case has a branch, another a foreach inside. */
export class Kinds extends FlowSpec {
  kind = param({ default: "branch" });
  trace!: string[];
  level!: number;
  isLate!: boolean;
  part!: string;

  @step
  start() {
    this.trace = [];
    this.level = this.kind.length > 6 ? 2 : 1;
    this.next({ branch: this.withBranch, foreach: this.withForeach, plain: this.plain }, {
      switch: this.kind as "branch" | "foreach" | "plain",
    });
  }

  @step
  withBranch() {
    this.next(this.a, this.b);
  }

  @step
  a() {
    this.part = "a";
    this.next(this.joinBranch);
  }

  @step
  b() {
    this.part = "b";
    this.next(this.joinBranch);
  }

  @step
  joinBranch(inputs: Inputs<Kinds>) {
    this.merge(inputs, { exclude: ["part"] });
    this.trace.push(inputs.a.part + inputs.b.part);
    this.next(this.byNumber);
  }

  @step
  withForeach() {
    this.next(this.each, { foreach: ["x", "y", "z"] });
  }

  @step
  each(letter: string) {
    this.part = letter;
    this.next(this.joinForeach);
  }

  @step
  joinForeach(inputs: Inputs<Kinds>) {
    this.merge(inputs, { exclude: ["part"] });
    this.trace.push([...inputs].map((input) => input.part).join(""));
    this.next(this.byNumber);
  }

  @step
  plain() {
    this.trace.push("plain");
    this.next(this.byNumber);
  }

  @step
  byNumber() {
    this.isLate = this.level > 1;
    this.next({ 1: this.one, 2: this.two }, { switch: this.level as 1 | 2 });
  }

  @step
  one() {
    this.trace.push("one");
    this.next(this.byBoolean);
  }

  @step
  two() {
    this.trace.push("two");
    this.next(this.byBoolean);
  }

  @step
  byBoolean() {
    this.next({ true: this.yes, false: this.no }, { switch: this.isLate });
  }

  @step
  yes() {
    this.trace.push("yes");
    this.next(this.end);
  }

  @step
  no() {
    this.trace.push("no");
    this.next(this.end);
  }

  @step
  end() {}
}

/** Switches inside a foreach and inside a branch, all of which meet in a join. */
export class Inside extends FlowSpec {
  word!: string;
  words!: string[];

  @step
  start() {
    this.next(this.numbers, this.letters);
  }

  @step
  numbers() {
    this.next(this.number, { foreach: [1, 2, 3, 4] });
  }

  @step
  number(value: number) {
    this.next({ true: this.even, false: this.odd }, { switch: value % 2 === 0 });
  }

  @step
  even() {
    this.word = `even ${this.input}`;
    this.next(this.joinNumbers);
  }

  @step
  odd() {
    this.word = `odd ${this.input}`;
    this.next(this.joinNumbers);
  }

  @step
  joinNumbers(inputs: Inputs<Inside>) {
    this.words = [...inputs].map((input) => input.word);
    this.next(this.join);
  }

  @step
  letters() {
    const kind = "vowel" as "vowel" | "consonant";
    this.next({ vowel: this.vowel, consonant: this.consonant }, { switch: kind });
  }

  @step
  vowel() {
    this.words = ["vowel"];
    this.next(this.join);
  }

  @step
  consonant() {
    this.words = ["consonant"];
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Inside>) {
    this.words = [...inputs].flatMap((input) => input.words);
    this.next(this.end);
  }

  @step
  end() {}
}

/** A switch without a switch: the code decides, also by an early return. */
export class Implicit extends FlowSpec {
  size = param({ default: 5 });
  trace!: string[];

  @step
  start() {
    this.trace = [];
    if (this.size > 10) {
      this.next(this.big);
    } else {
      this.next(this.small);
    }
  }

  @step
  big() {
    this.trace.push("big");
    this.next(this.early);
  }

  @step
  small() {
    this.trace.push("small");
    this.next(this.early);
  }

  @step
  early() {
    if (this.size === 7) {
      this.trace.push("early");
      return this.next(this.end);
    }
    this.next(this.late);
  }

  @step
  late() {
    this.trace.push("late");
    this.next(this.end);
  }

  @step
  end() {}
}

/** A value that no case is for; the types do not know. */
export class MissingCase extends FlowSpec {
  kind!: string;

  @step
  start() {
    this.kind = "purple";
    this.next({ red: this.red, blue: this.blue }, { switch: this.kind as "red" | "blue" });
  }

  @step
  red() {
    this.next(this.end);
  }

  @step
  blue() {
    this.next(this.end);
  }

  @step
  end() {}
}
