import { FlowSpec, type Inputs, param, step } from "flow";

/** Estimates pi by throwing points at a square and counting those inside of the circle. */
export default class Pi extends FlowSpec {
  points = param({ default: 100_000, help: "points that each task throws" });
  throwers = param({ default: 4, help: "tasks that throw at the same time" });

  inside!: number;
  pi!: number;

  @step
  start() {
    const seeds = Array.from({ length: this.throwers }, (_, i) => i + 1);
    this.next(this.throwPoints, { foreach: seeds });
  }

  /** Runs once for each seed. */
  @step
  throwPoints(seed: number) {
    const random = randomNumbers(seed);
    let inside = 0;
    for (let i = 0; i < this.points; i++) if (Math.hypot(random(), random()) < 1) inside++;
    this.inside = inside;
    this.next(this.estimate);
  }

  /** A join: runs once, on what all the tasks before it found. */
  @step
  estimate(inputs: Inputs<Pi>) {
    const inside = [...inputs].reduce((sum, input) => sum + input.inside, 0);
    this.pi = 4 * inside / (inputs.length * this.points);
    this.next(this.end);
  }

  @step
  end() {
    console.log(`pi is about ${this.pi}`);
  }
}

/** Numbers between 0 and 1 that are the same for the same seed, so that a run can be repeated. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
