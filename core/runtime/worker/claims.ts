/**
 * Who has a task that was given to the Worker and has not begun: memory that both halves of an
 * executor share, since a Worker that is busy with the task before hears no messages. Whoever is
 * first has it: the Worker begins it, or the trusted half takes it back.
 *
 * @module
 */

/** A number for each task that the Worker holds. */
export type Claims = Int32Array<SharedArrayBuffer>;

/** More than a Worker ever holds. */
export const SLOTS = 256;

const GIVEN = 1;
const BEGUN = 2;
const TAKEN_BACK = 3;

export function createClaims(): Claims {
  return new Int32Array(new SharedArrayBuffer(4 * SLOTS));
}

/** The task is the Worker's, until it is taken back. */
export function give(claims: Claims, slot: number): void {
  Atomics.store(claims, slot, GIVEN);
}

/** Begins the task, unless it was taken back. */
export function begin(claims: Claims, slot: number): boolean {
  return Atomics.compareExchange(claims, slot, GIVEN, BEGUN) === GIVEN;
}

/** Takes the task back, unless it has begun. */
export function takeBack(claims: Claims, slot: number): boolean {
  return Atomics.compareExchange(claims, slot, GIVEN, TAKEN_BACK) === GIVEN;
}
