/**
 * Tells penguins' species from their measurements: tries settings of a model, takes the best.
 *
 * Shows: a foreach inside a foreach (settings, and for each the folds of a cross-validation), joins
 * that take over artifacts by `merge`, and a loop that trains until the model has converged. All
 * random choices come from `seed`, so the numbers are the same on every machine.
 *
 * ```
 * flow run examples/sweep/flow.ts
 * flow run examples/sweep/flow.ts --folds 10 --seed 8 --max-workers 4
 * flow dump Sweep/1
 * ```
 */

import { file, FlowSpec, type Inputs, param, step } from "flow";
import { randomNumbers, shuffle } from "../lib/random.ts";
import { table } from "../lib/table.ts";
import { accuracy, confusion, type Hyperparameters, loss, train } from "./model.ts";
import { type Weights, zeroWeights } from "./model.ts";
import {
  type FeatureSet,
  type MeasuredPenguin,
  parsePenguins,
  SPECIES,
  toExamples,
} from "./penguins.ts";

/** One point of the sweep. */
export interface Setting extends Hyperparameters {
  features: FeatureSet;
}

/** How a setting did on the penguins that it was not trained on, mean of the folds. */
export interface Score extends Setting {
  accuracy: number;
  loss: number;
}

/** Finds the best model of penguins. */
export default class Sweep extends FlowSpec {
  penguins = file({ default: "../data/penguins.json", help: "penguin data, as a JSON list" });
  seed = param({ default: 7, help: "decides which penguins are kept for the test" });
  folds = param({ default: 5, help: "parts of the cross-validation" });
  rates = param({ default: [0.05, 0.5], help: "learning rates to try" });
  penalties = param({ default: [0, 0.01, 0.1], help: "weights of the L2 penalty to try" });
  tolerance = param({ default: 0.001, help: "training ends when 50 epochs gain less than this" });

  /** Constants: the same for every step of every run of this code. */
  epochs = 50;
  testShare = 0.2;

  training!: MeasuredPenguin[];
  testing!: MeasuredPenguin[];
  setting!: Setting;
  foldAccuracy!: number;
  foldLoss!: number;
  score!: Score;
  scores!: Score[];
  best!: Score;
  weights!: Weights;
  losses!: number[];
  progress!: "going" | "converged";
  confusion!: number[][];
  accuracy!: number;

  /** Keeps a fifth of the penguins for the test, and lists the settings. */
  @step
  start() {
    const penguins = shuffle(parsePenguins(this.penguins), randomNumbers(this.seed));
    const kept = Math.round(penguins.length * this.testShare);
    this.testing = penguins.slice(0, kept);
    this.training = penguins.slice(kept);

    const settings: Setting[] = [];
    for (const features of ["beak", "body", "all"] as const) {
      for (const rate of this.rates) {
        for (const penalty of this.penalties) settings.push({ features, rate, penalty });
      }
    }
    this.next(this.tune, { foreach: settings });
  }

  /** One setting: cuts the training data into folds. */
  @step
  tune(setting: Setting) {
    this.setting = setting;
    this.next(this.fit, { foreach: Array.from({ length: this.folds }, (_, fold) => fold) });
  }

  /** One fold: trains on the others, measures on this one. */
  @step
  fit(fold: number) {
    const held = this.training.filter((_, i) => i % this.folds === fold);
    const rest = this.training.filter((_, i) => i % this.folds !== fold);
    const examples = toExamples(rest, rest, this.setting.features);
    const unseen = toExamples(held, rest, this.setting.features);
    const start = zeroWeights(SPECIES.length, examples[0]!.features.length);
    const weights = train(start, examples, this.setting, this.epochs);
    this.foldAccuracy = accuracy(confusion(weights, unseen));
    this.foldLoss = loss(weights, unseen, 0);
    this.next(this.judge);
  }

  /** Joins the folds of one setting. */
  @step
  judge(inputs: Inputs<Sweep>) {
    this.merge(inputs, { include: ["setting", "training", "testing"] });
    this.score = {
      ...this.setting,
      accuracy: mean([...inputs].map((fold) => fold.foldAccuracy)),
      loss: mean([...inputs].map((fold) => fold.foldLoss)),
    };
    this.next(this.choose);
  }

  /** Joins the settings: the most accurate is the best, and of equals the one with less loss. */
  @step
  choose(inputs: Inputs<Sweep>) {
    this.merge(inputs, { include: ["training", "testing"] });
    this.scores = [...inputs].map((one) => one.score)
      .sort((a, b) => b.accuracy - a.accuracy || a.loss - b.loss);
    this.best = this.scores[0]!;
    const [example] = toExamples(this.training, this.training, this.best.features);
    this.weights = zeroWeights(SPECIES.length, example!.features.length);
    this.losses = [];
    this.next(this.refine);
  }

  /** Trains the best on all training data, 50 epochs a turn, until that gains next to nothing. */
  @step
  refine() {
    const examples = toExamples(this.training, this.training, this.best.features);
    this.weights = train(this.weights, examples, this.best, this.epochs);
    const now = loss(this.weights, examples, this.best.penalty);
    const before = this.losses.at(-1) ?? Infinity;
    this.losses = [...this.losses, now];
    this.progress = before - now < this.tolerance ? "converged" : "going";
    this.next({ going: this.refine, converged: this.end }, { switch: this.progress });
  }

  /** Tests it on the penguins that nothing has seen so far. */
  @step
  end() {
    const unseen = toExamples(this.testing, this.training, this.best.features);
    this.confusion = confusion(this.weights, unseen);
    this.accuracy = accuracy(this.confusion);

    console.log(table(
      ["Features", "Rate", "Penalty", "Accuracy", "Loss"],
      this.scores.slice(0, 5).map((score) => [
        score.features,
        score.rate,
        score.penalty,
        percent(score.accuracy),
        score.loss.toFixed(3),
      ]),
    ));
    console.log(`\nBest of ${this.scores.length}, trained for ${this.losses.length} turns:`);
    console.log(`${percent(this.accuracy)} of ${unseen.length} unseen penguins\n`);
    console.log(table(
      ["Species", ...SPECIES],
      SPECIES.map((name, label) => [name, ...this.confusion[label]!]),
    ));
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
