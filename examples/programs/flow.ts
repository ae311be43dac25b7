/**
 * Counts with programs of the system, and asks a service over the network.
 *
 * Shows: exact rights. Steps may do nothing to the outside unless they say what: here two may each
 * run the programs that they name, and one may reach one port of this machine. Start the service
 * first, in a terminal of its own:
 *
 * ```
 * deno run -A examples/programs/server.ts
 * flow run examples/programs/flow.ts
 * ```
 */

import { file, FlowSpec, type Inputs, param, permissions, retry, step } from "flow";
import { parseFilms } from "../lib/films.ts";

/** Titles and directors of a genre. */
export default class Programs extends FlowSpec {
  movies = file({ default: "../data/movies.json", help: "film data, as a JSON list" });
  genre = param({ default: "Western", help: "the genre to look at" });

  titles!: string[];
  sorted!: string[];
  words!: number;
  directors!: Record<string, number>;
  summary!: { titles: number; first: string; words: number; busiest: string };

  @step
  start() {
    const films = parseFilms(this.movies).filter(({ genre }) => genre === this.genre);
    this.titles = films.map(({ title }) => title);
    this.next(this.sortTitles, this.countWords, this.askDirectors);
  }

  /** Sorts by bytes, as `sort` does where no language is set. */
  @permissions({ run: ["sort"] })
  @step
  async sortTitles() {
    const output = await runProgram("sort", [], this.titles.join("\n") + "\n");
    this.sorted = output.trimEnd().split("\n");
    this.next(this.join);
  }

  @permissions({ run: ["wc"] })
  @step
  async countWords() {
    this.words = Number(await runProgram("wc", ["-w"], this.titles.join("\n")));
    this.next(this.join);
  }

  /** Asks the service; it may have been started a moment late. */
  @retry({ times: 2, delay: 0.5 })
  @permissions({ net: ["127.0.0.1:8127"] })
  @step
  async askDirectors() {
    const url = `http://127.0.0.1:8127/directors?genre=${encodeURIComponent(this.genre)}`;
    const response = await fetch(url).catch((cause) => {
      throw new Error("The service does not answer: start examples/programs/server.ts", { cause });
    });
    if (!response.ok) throw new Error(`The service answered ${response.status}`);
    this.directors = await response.json();
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Programs>) {
    this.merge(inputs);
    const [busiest] = Object.entries(this.directors)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    this.summary = {
      titles: this.titles.length,
      first: this.sorted[0] ?? "none",
      words: this.words,
      busiest: busiest?.[0] ?? "none",
    };
    this.next(this.end);
  }

  @step
  end() {
    const { titles, first, words, busiest } = this.summary;
    console.log(`${titles} films of genre ${this.genre}, whose titles have ${words} words`);
    console.log(`The first is "${first}"; most are by ${busiest}`);
  }
}

/** Runs a program on a text. */
async function runProgram(name: string, args: string[], input: string): Promise<string> {
  const child = new Deno.Command(name, { args, stdin: "piped", stdout: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(new TextEncoder().encode(input)).then(() => writer.close());
  const [output] = await Promise.all([child.output(), written]);
  if (!output.success) throw new Error(`Program "${name}" ended with code ${output.code}`);
  return new TextDecoder().decode(output.stdout);
}
