/** One thing to learn from: measurements, and which class it is of. */
export interface Example {
  features: number[];
  label: number;
}

/** Weights of a softmax regression: one row a class, the constant term first. */
export type Weights = number[][];

/** How to train. */
export interface Hyperparameters {
  /** The size of a step downhill. */
  rate: number;
  /** How much large weights cost (L2). */
  penalty: number;
}

/** Weights to begin with. */
export function zeroWeights(classes: number, features: number): Weights {
  return Array.from({ length: classes }, () => new Array<number>(features + 1).fill(0));
}

/** How likely each class is, in the order of the weights. */
export function probabilities(weights: Weights, features: readonly number[]): number[] {
  const scores = weights.map((row) =>
    features.reduce((sum, value, i) => sum + row[i + 1]! * value, row[0]!)
  );
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** The most likely class. */
export function classify(weights: Weights, features: readonly number[]): number {
  const likely = probabilities(weights, features);
  return likely.indexOf(Math.max(...likely));
}

/** The mean cross-entropy, and half the penalty times the squared weights. */
export function loss(weights: Weights, examples: readonly Example[], penalty: number): number {
  let sum = 0;
  for (const { features, label } of examples) {
    sum -= Math.log(probabilities(weights, features)[label]!);
  }
  const squares = weights.flatMap((row) => row.slice(1)).reduce((total, w) => total + w * w, 0);
  return sum / examples.length + penalty * squares / 2;
}

/** The slope of {@linkcode loss} along each weight. */
export function gradient(
  weights: Weights,
  examples: readonly Example[],
  penalty: number,
): Weights {
  const slope = weights.map((row) => row.map((weight, i) => i === 0 ? 0 : penalty * weight));
  for (const { features, label } of examples) {
    probabilities(weights, features).forEach((likely, which) => {
      const error = (likely - (which === label ? 1 : 0)) / examples.length;
      const row = slope[which]!;
      row[0]! += error;
      for (let i = 0; i < features.length; i++) row[i + 1]! += error * features[i]!;
    });
  }
  return slope;
}

/**
 * Goes downhill for a number of epochs.
 *
 * @returns The weights it arrives at; `weights` stays as it is.
 */
export function train(
  weights: Weights,
  examples: readonly Example[],
  { rate, penalty }: Hyperparameters,
  epochs: number,
): Weights {
  let current = weights;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const slope = gradient(current, examples, penalty);
    current = current.map((row, which) =>
      row.map((weight, i) => weight - rate * slope[which]![i]!)
    );
  }
  return current;
}

/** Counts examples by true class (rows) and class found (columns). */
export function confusion(weights: Weights, examples: readonly Example[]): number[][] {
  const counts = weights.map(() => weights.map(() => 0));
  for (const { features, label } of examples) counts[label]![classify(weights, features)]!++;
  return counts;
}

/** The share of examples that a confusion matrix has on its diagonal. */
export function accuracy(matrix: readonly number[][]): number {
  const right = matrix.reduce((sum, row, which) => sum + row[which]!, 0);
  return right / matrix.flat().reduce((sum, count) => sum + count, 0);
}
