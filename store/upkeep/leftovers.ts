import { isAlive } from "../metadata/liveness.ts";
import { fileSize, namesIn } from "./files.ts";

/** Something that a process left when it ended before its work did. */
export interface Leftover {
  path: string;
  bytes: number;
}

const DAY = 24 * 60 * 60 * 1000;
/** After so long nobody comes back for a file, whatever its name says. */
const FORGOTTEN = 30 * DAY;

/**
 * What dead processes left in the folders where they prepare things: names there hold the id of the
 * process.
 *
 * @param alone Whether nobody adds objects now. Otherwise a process of that id may live on another
 * host that shares the store, so only what is a day old counts.
 * @param now Milliseconds since 1970.
 */
export function leftovers(dir: string, alone: boolean, now: number): Leftover[] {
  const drafts = namesIn(dir).filter((name) => name.startsWith("flow.db.new-"));
  const paths = [
    ...drafts.map((name) => `${dir}/${name}`),
    ...namesIn(`${dir}/tmp`).map((name) => `${dir}/tmp/${name}`),
    ...namesIn(`${dir}/staging`).map((name) => `${dir}/staging/${name}`),
  ];
  return paths.filter((path) => isLeft(path, alone, now))
    .map((path) => ({ path, bytes: fileSize(path) }));
}

function isLeft(path: string, alone: boolean, now: number): boolean {
  const age = now - changed(path);
  if (age > FORGOTTEN) return true;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const [, pid] = /[-.](\d+)(?:-[0-9a-f-]{8,})?$/.exec(name) ?? [];
  return pid !== undefined && !isAlive(Number(pid)) && (alone || age > DAY);
}

function changed(path: string): number {
  try {
    return Deno.lstatSync(path).mtime?.getTime() ?? 0;
  } catch {
    // Gone meanwhile: nothing to be swept.
    return Infinity;
  }
}
