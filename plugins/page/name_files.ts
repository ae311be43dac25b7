import { createHash } from "node:crypto";

/** A file, the name that it gets, and the one that the bundler gave it. */
export interface NamedFile {
  name: string;
  given: string;
  text: string;
}

/** What the bundler puts into names depends on where the sources lie. */
const GIVEN = /^(.+)-[A-Z0-9]{8}(\.\w+)$/;

/**
 * Gives files names that hold a digest, so that a browser may keep them for ever, and that are the
 * same wherever the page is built. They name each other, also in circles, so it is one digest of all.
 *
 * @param files Texts by the name that the bundler gave.
 */
export function nameFiles(files: ReadonlyMap<string, string>): NamedFile[] {
  const names = [...files.keys()].filter((name) => GIVEN.test(name));
  const mention = new RegExp(names.map((name) => RegExp.escape(name)).join("|") || "$^", "g");
  const inOrder = [...files].map(([given, text]) => ({
    given,
    base: given.replace(GIVEN, "$1$2"),
    text,
    // Without the names of others, it is the same everywhere.
    own: digest(text.replaceAll(mention, "")),
  })).sort((a, b) => compare(a.base, b.base) || compare(a.own, b.own));
  const all = digest(inOrder.map(({ base, own }) => `${base} ${own}`).join("\n")).slice(0, 8);
  const counts = new Map<string, number>();
  const renamed = new Map(inOrder.map(({ given, base }) => {
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    const dot = base.lastIndexOf(".");
    const number = count === 1 ? "" : `_${count}`;
    return [given, `${base.slice(0, dot)}${number}-${all}${base.slice(dot)}`];
  }));
  return inOrder.map(({ given, text }) => ({
    given,
    name: renamed.get(given)!,
    text: text.replaceAll(mention, (name) => renamed.get(name)!),
  }));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
