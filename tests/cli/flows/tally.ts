import { config, file, FlowSpec, type Inputs, param, retry, step } from "flow";

/** Counts the letters of words; fails where it is told to. */
export default class Tally extends FlowSpec {
  words = param({ default: ["one", "three", "fifteen"], help: "what is counted" });
  minLetters = param({ default: 0, help: "words with fewer letters count as none" });
  failOn = param({ default: "", help: "the word at which to fail" });
  loud = param({ default: false, help: "print the sum in full" });
  settings = config<{ factor: number }>({ default: "settings.json" });
  note = file({ default: "note.txt" });

  count!: number;
  sum!: number;

  @step
  start() {
    this.next(this.measure, { foreach: this.words });
  }

  @retry({ times: 1, delay: 0 })
  @step
  measure(word: string) {
    console.log(`measuring ${word}`);
    if (word === this.failOn) throw new TypeError(`cannot measure ${word}`);
    this.count = word.length < this.minLetters ? 0 : word.length;
    this.next(this.add);
  }

  @step
  add(inputs: Inputs<Tally>) {
    this.sum = [...inputs].reduce((sum, input) => sum + input.count, 0) * this.settings.factor;
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.loud ? `THE SUM IS ${this.sum}` : `sum ${this.sum} ${this.note.trim()}`);
  }
}
