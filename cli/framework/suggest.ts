import { nearest } from "../../core/flow/nearest.ts";

/** The candidate that a word was most likely meant to be, or is the beginning of. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const near = nearest(word, candidates);
  if (near !== null || word.length < 3) return near ?? undefined;
  const beginning = word.toLowerCase();
  return candidates.find((candidate) => candidate.toLowerCase().startsWith(beginning));
}
