/**
 * Mistakes in source texts, as people and merges make them, and worse.
 *
 * @module
 */

import fc from "fast-check";

/** A change of a text. Numbers stand for places, whatever the length of the text. */
export type Mutation =
  | { do: "delete" | "duplicate"; of: Unit; at: number; count: number }
  | { do: "swap"; of: Unit; at: number; with: number }
  /** Puts a name of the text in the place of another. */
  | { do: "rename"; at: number; to: number }
  /** The same with what stands after `this.`: mostly steps that lead elsewhere. */
  | { do: "retarget"; at: number; to: number }
  | { do: "truncate"; at: number }
  | { do: "insert"; at: number; text: string }
  | { do: "nest"; at: number; open: string; depth: number };

type Unit = "token" | "line";

/** What changes the meaning of a flow. */
const WORDS = [
  ...["@step", "@step({ start: true })", "@step({ end: true })", "@retry({ times: 2 })"],
  ...["static", "async", "abstract", "override", "private", "get", "declare", "accessor", "#", "*"],
  ...["this.next(this.end);", "this.next();", "this.next(this.start, this.end);", "this", ".next"],
  ...["{ foreach: [1, 2] }", "{ foreach: this.items }", "{ switch: 1 }", "inputs: Inputs<F>"],
  ...["if (Math.random() > 2)", "for (;;)", "while (false)", "return;", "throw 1;", "() =>"],
  ...[
    "await",
    "yield",
    "...",
    "?.",
    "!",
    "??=",
    "`",
    "${",
    "/*",
    "//",
    "<T>",
    "as never",
    ";",
    ",",
  ],
  ...["class X extends FlowSpec {", "export default", "constructor() {", "import", "}", "{", "@"],
];

const anyText = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.constantFrom(...WORDS),
  fc.string({ unit: "binary", minLength: 1, maxLength: 5 }),
  fc.constantFrom("\u2028", "\ud800", "\0", "\ufeff", "\u202e", "𝒙", "\\u{110000}", "1e999", "0x"),
);

const unit = fc.constantFrom<Unit>("token", "token", "line");

/** Changes of any kind; most of what comes out of them is no program. */
export const anyMutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({
    do: fc.constantFrom("delete" as const, "duplicate" as const),
    of: unit,
    at: fc.nat(),
    count: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({ do: fc.constant("swap" as const), of: unit, at: fc.nat(), with: fc.nat() }),
  fc.record({ do: fc.constant("rename" as const), at: fc.nat(), to: fc.nat() }),
  fc.record({ do: fc.constant("truncate" as const), at: fc.nat() }),
  fc.record({ do: fc.constant("insert" as const), at: fc.nat(), text: anyText }),
  fc.record({
    do: fc.constant("nest" as const),
    at: fc.nat(),
    open: fc.constantFrom(
      "(",
      "[",
      "{",
      "!",
      "a?b:",
      "a=>",
      "<a>",
      "`${",
      "if(a)",
      "{a:",
      "-",
      "a.",
    ),
    depth: fc.constantFrom(3, 100, 3000, 30_000),
  }),
);

/** Changes that leave most programs programs, but another flow. */
export const mildMutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({
    do: fc.constantFrom("rename" as const, "retarget" as const, "retarget" as const),
    at: fc.nat(),
    to: fc.nat(),
  }),
  fc.record({ do: fc.constant("retarget" as const), at: fc.nat(), to: fc.nat() }),
  fc.record({
    do: fc.constantFrom("delete" as const, "duplicate" as const),
    of: unit,
    at: fc.nat(),
    count: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({ do: fc.constant("swap" as const), of: unit, at: fc.nat(), with: fc.nat() }),
  fc.record({ do: fc.constant("insert" as const), at: fc.nat(), text: fc.constantFrom(...WORDS) }),
);

const TOKEN = /\s+|[\p{L}\p{N}_$]+|"[^"\n]*"|[^]/gu;

function parts(text: string, unit: Unit): string[] {
  return unit === "token" ? text.match(TOKEN) ?? [] : text.split(/(?<=\n)/);
}

/** A text with a change made. */
export function mutate(text: string, mutation: Mutation): string {
  const of = "of" in mutation ? mutation.of : "token";
  const all = parts(text, of);
  if (all.length === 0) return text;
  // Blanks between tokens are no places of their own.
  const places = all.flatMap((part, at) => part.trim() === "" ? [] : [at]);
  const place = (number: number) => places[number % places.length] ?? 0;
  const at = place(mutation.at);
  switch (mutation.do) {
    case "delete":
      all.splice(at, mutation.count);
      break;
    case "duplicate":
      all.splice(at, 0, ...all.slice(at, at + mutation.count));
      break;
    case "swap": {
      const other = place(mutation.with);
      [all[at], all[other]] = [all[other]!, all[at]!];
      break;
    }
    case "rename": {
      const names = places.filter((one) => /^[\p{L}_$]/u.test(all[one]!));
      if (names.length === 0) break;
      all[names[mutation.at % names.length]!] = all[names[mutation.to % names.length]!]!;
      break;
    }
    case "retarget": {
      const names = places.filter((one) => all[one - 1] === "." && all[one - 2] === "this");
      if (names.length === 0) break;
      all[names[mutation.at % names.length]!] = all[names[mutation.to % names.length]!]!;
      break;
    }
    case "truncate":
      all.splice(at);
      break;
    case "insert":
      all.splice(at, 0, ` ${mutation.text} `);
      break;
    case "nest":
      all.splice(at, 0, mutation.open.repeat(mutation.depth));
      break;
  }
  return all.join("");
}
