/** Milliseconds of waiting work that are worth the start of a process, which takes about as long. */
const WORTH = 50;

/** What is known of an executor that works for a step. */
export interface Peer {
  /** Its first task has begun only just now: how long they take is not known yet. */
  readonly isUntried: boolean;
  /** Milliseconds that a task takes on average; null before the first has ended. */
  readonly average: number | null;
}

/**
 * Whether tasks of a step that wait would be done sooner with one more process. A thousand tasks of
 * 20 µs are done before it has started.
 *
 * @param peers The executors that the step has.
 * @param waiting How many tasks wait.
 */
export function startPays(peers: readonly Peer[], waiting: number): boolean {
  // In a moment it is known how long they take.
  if (peers.some((peer) => peer.isUntried)) return false;
  const averages = peers.map((peer) => peer.average).filter((average) => average !== null);
  return averages.length === 0 || waiting * Math.max(...averages) > WORTH * peers.length;
}
