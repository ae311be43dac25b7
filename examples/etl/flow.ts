/**
 * Loads films from five studios, whose files differ in format and in what is wrong with them.
 *
 * Shows: `@retry` for a source that is down for a moment, `@catchError` for one that stays broken
 * (the run goes on without it), a switch on the quality of what came, and a report that accounts for
 * every row.
 *
 * ```
 * flow run examples/etl/flow.ts
 * flow run examples/etl/flow.ts --tolerated 0.05
 * flow logs Etl/1/extract
 * ```
 */

import {
  catchError,
  type CaughtError,
  current,
  file,
  FlowSpec,
  type Inputs,
  param,
  retry,
  step,
} from "flow";
import { table } from "../lib/table.ts";
import {
  check,
  type CleanRow,
  isClean,
  isRejected,
  type Reason,
  type Rejected,
  repair,
} from "./rules.ts";
import { type Format, type RawRow, read } from "./sources.ts";

/** Where films come from. */
interface Source {
  name: string;
  format: Format;
  text: string;
  /** How many times it does not answer before it does. */
  failures: number;
}

/** What became of one source's rows. */
export interface Account {
  source: string;
  quality: "good" | "poor" | "missing";
  attempts: number;
  read: number;
  kept: number;
  repaired: number;
  rejected: Partial<Record<Reason, number>>;
  /** Why the source is missing. */
  failure: string | null;
}

/** Films of five studios in one clean table. */
export default class Etl extends FlowSpec {
  warner = file({ default: "raw/warner.csv" });
  universal = file({ default: "raw/universal.csv" });
  disney = file({ default: "raw/disney.tsv" });
  fox = file({ default: "raw/fox.json" });
  mgm = file({ default: "raw/mgm.json" });
  tolerated = param({ default: 0.005, help: "share of bad rows up to which nothing is repaired" });

  source!: string;
  attempts!: number;
  rows!: RawRow[];
  failure!: CaughtError | undefined;
  quality!: Account["quality"];
  clean!: CleanRow[];
  rejected!: Rejected[];
  repaired!: number;
  account!: Account;
  films!: CleanRow[];
  report!: { sources: Account[]; read: number; kept: number; rejected: Record<string, number> };

  /** Lists the sources. */
  @step
  start() {
    const sources: Source[] = [
      { name: "warner", format: "csv", text: this.warner, failures: 0 },
      { name: "universal", format: "csv", text: this.universal, failures: 2 },
      { name: "disney", format: "tsv", text: this.disney, failures: 0 },
      { name: "fox", format: "json", text: this.fox, failures: 0 },
      { name: "mgm", format: "json", text: this.mgm, failures: 0 },
    ];
    this.next(this.extract, { foreach: sources });
  }

  /**
   * Fetches and reads one source, and does without one that fails for good. To read a damaged file
   * again would not mend it, so only other errors are tried again, after 50 and 100 milliseconds.
   */
  @catchError({ as: "failure", print: false })
  @retry({ times: 2, delay: 0.05, backoff: 2, on: (error) => error.name !== "SyntaxError" })
  @step
  extract(source: Source) {
    this.source = source.name;
    this.attempts = current.attempt;
    this.rows = [];
    if (current.attempt <= source.failures) {
      throw new Error(`Source "${source.name}" answered 503 Service Unavailable`);
    }
    this.rows = read(source.text, source.format);
    console.log(`${source.name}: rows read: ${this.rows.length}`);
    this.next(this.inspect);
  }

  /** Sorts good rows from bad ones, and decides what to do with the source. */
  @step
  inspect() {
    const results = this.rows.map(check);
    this.rejected = results.filter(isRejected);
    this.clean = results.filter(isClean);
    this.repaired = 0;
    if (this.failure) this.quality = "missing";
    else if (this.rejected.length > this.tolerated * this.rows.length) this.quality = "poor";
    else this.quality = "good";
    this.next(
      { good: this.accept, poor: this.mend, missing: this.skip },
      { switch: this.quality },
    );
  }

  /** Good enough: the few bad rows are left out. */
  @step
  accept() {
    console.log(`${this.source}: rows left out: ${this.rejected.length}`);
    this.next(this.balance);
  }

  /** Repairs what can be repaired. */
  @step
  mend() {
    const results = this.rejected.map(repair);
    const mended = results.filter(isClean);
    this.rejected = results.filter(isRejected);
    this.clean = [...this.clean, ...mended];
    this.repaired = mended.length;
    console.log(`${this.source}: rows repaired: ${mended.length}`);
    this.next(this.balance);
  }

  /** Nothing came: says so where an operator looks. */
  @step
  skip() {
    console.error(`${this.source}: left out, ${this.failure?.message}`);
    this.next(this.balance);
  }

  /** Accounts for every row of one source. */
  @step
  balance() {
    this.account = {
      source: this.source,
      quality: this.quality,
      attempts: this.attempts,
      read: this.rows.length,
      kept: this.clean.length,
      repaired: this.repaired,
      rejected: count(this.rejected.map(({ reason }) => reason)),
      failure: this.failure?.message ?? null,
    };
    this.next(this.gather);
  }

  /** One table of all films, oldest first, and one report of all sources. */
  @step
  gather(inputs: Inputs<Etl>) {
    const all = [...inputs];
    this.films = all.flatMap(({ clean }) => clean)
      .sort((a, b) => compare(a.released, b.released) || compare(a.title, b.title));
    const sources = all.map(({ account }) => account);
    this.report = {
      sources,
      read: sources.reduce((sum, { read }) => sum + read, 0),
      kept: this.films.length,
      rejected: count(all.flatMap(({ rejected }) => rejected.map(({ reason }) => reason))),
    };
    this.next(this.end);
  }

  @step
  end() {
    console.log(table(
      ["Source", "Quality", "Attempts", "Read", "Kept", "Repaired", "Rejected"],
      this.report.sources.map((one) => [
        one.source,
        one.quality,
        one.attempts,
        one.read,
        one.kept,
        one.repaired,
        one.read - one.kept,
      ]),
    ));
    console.log(`\n${this.report.kept} of ${this.report.read} rows kept`);
    for (const [reason, n] of Object.entries(this.report.rejected)) console.log(`${n} × ${reason}`);
  }
}

function count<K extends string>(keys: K[]): Record<K, number> {
  const counts = {} as Record<K, number>;
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
