import type { Example } from "./model.ts";

/** The classes, by label. */
export const SPECIES = ["Adelie", "Chinstrap", "Gentoo"] as const;

/** A row of `examples/data/penguins.json`; lengths in millimetres, mass in grams. */
interface Penguin {
  species: string;
  beakLength: number | null;
  beakDepth: number | null;
  flipperLength: number | null;
  bodyMass: number | null;
}

/** Which measurements a model sees. */
export const FEATURES = {
  beak: ["beakLength", "beakDepth"],
  body: ["flipperLength", "bodyMass"],
  all: ["beakLength", "beakDepth", "flipperLength", "bodyMass"],
} as const;

/** A choice of measurements. */
export type FeatureSet = keyof typeof FEATURES;

/** A penguin that was measured in full. */
export type MeasuredPenguin = { [K in keyof Penguin]: NonNullable<Penguin[K]> };

/** Reads the text of `penguins.json` and leaves out penguins with a measurement missing. */
export function parsePenguins(text: string): MeasuredPenguin[] {
  const penguins: Penguin[] = JSON.parse(text);
  return penguins.filter((penguin): penguin is MeasuredPenguin =>
    FEATURES.all.every((name) => penguin[name] !== null)
  );
}

/**
 * Turns penguins into examples, with every measurement scaled to mean 0 and deviation 1 as it is in
 * `reference`, so that a model never sees the scale of what it is tested on.
 */
export function toExamples(
  penguins: readonly MeasuredPenguin[],
  reference: readonly MeasuredPenguin[],
  set: FeatureSet,
): Example[] {
  const names = FEATURES[set];
  const scales = names.map((name) => {
    const values = reference.map((penguin) => penguin[name]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
  return penguins.map((penguin) => ({
    features: names.map((name, i) => (penguin[name] - scales[i]!.mean) / scales[i]!.deviation),
    label: SPECIES.indexOf(penguin.species as typeof SPECIES[number]),
  }));
}
