/**
 * Box office quartiles of every genre, computed side by side.
 *
 * Shows: `foreach` (one task per genre), the join that gathers them, and results to read later.
 *
 * ```
 * flow run examples/statistics/flow.ts
 * flow run examples/statistics/flow.ts --since 2000 --max-workers 4
 * flow dump Statistics/1
 * ```
 */

import { file, FlowSpec, type Inputs, param, step } from "flow";
import { type Film, parseFilms } from "../lib/films.ts";
import { table } from "../lib/table.ts";
import { type Quartiles, quartiles } from "./quartiles.ts";

/** What films of each genre earn. */
export default class Statistics extends FlowSpec {
  movies = file({ default: "../data/movies.json", help: "film data, as a JSON list" });
  since = param({ default: 1980, help: "leave out films released before this year" });

  /** Worldwide box office in US dollars, by genre. */
  gross!: Record<string, number[]>;
  quartiles!: Quartiles;
  genres!: Record<string, Quartiles>;

  /** Groups the films by genre. */
  @step
  start() {
    const gross: Record<string, number[]> = {};
    for (const film of parseFilms(this.movies)) {
      if (isUsable(film, this.since)) (gross[film.genre!] ??= []).push(film.gross!);
    }
    this.gross = gross;
    this.next(this.summarise, { foreach: Object.keys(gross).sort() });
  }

  /** One genre. */
  @step
  summarise(genre: string) {
    this.quartiles = quartiles(this.gross[genre]!);
    this.next(this.gather);
  }

  /** Puts the genres together again. */
  @step
  gather(inputs: Inputs<Statistics>) {
    this.genres = Object.fromEntries([...inputs].map((one) => [one.input, one.quartiles]));
    this.next(this.end);
  }

  /** Prints them, the best earning genre first. */
  @step
  end() {
    const rows = Object.entries(this.genres).sort(([, a], [, b]) => b.median - a.median);
    console.log(`Worldwide box office since ${this.since}, million dollars`);
    console.log(table(
      ["Genre", "Films", "Lower quarter", "Median", "Upper quarter"],
      rows.map((
        [genre, q],
      ) => [genre, q.count, millions(q.lower), millions(q.median), millions(q.upper)]),
    ));
  }
}

/** Films without a genre or box office, and those dated after the data was collected, tell nothing. */
function isUsable(film: Film, since: number): boolean {
  const year = Number(film.released.slice(0, 4));
  return film.genre !== null && (film.gross ?? 0) > 0 && year >= since && year <= 2010;
}

function millions(dollars: number): string {
  return (dollars / 1e6).toFixed(1);
}
