/**
 * Suggests films that did well for their genre, by the results of another flow.
 *
 * Shows: a step that reads artifacts of another flow's latest successful run, and the right it needs
 * for that. Run the statistics first:
 *
 * ```
 * flow run examples/statistics/flow.ts
 * flow run examples/playlist_redux/flow.ts --genre Drama
 * ```
 */

import { file, Flow, FlowSpec, type Inputs, param, permissions, step } from "flow";
import { type Film, parseFilms } from "../lib/films.ts";
import { randomNumbers, shuffle } from "../lib/random.ts";
import type Statistics from "../statistics/flow.ts";
import type { Quartiles } from "../statistics/quartiles.ts";

/** A list of films that earned more than most of their genre. */
export default class PlaylistRedux extends FlowSpec {
  movies = file({ default: "../data/movies.json", help: "film data, as a JSON list" });
  genre = param({ default: "Comedy", help: "the genre to choose from" });
  count = param({ default: 5, help: "how many films to suggest" });
  seed = param({ default: 1, help: "another seed gives another bonus film" });

  genres!: Record<string, Quartiles>;
  basedOn!: string;
  suggestions!: string[];
  bonus!: string;
  playlist!: string[];

  /** Takes over what the statistics found out. */
  @permissions({ flows: ["Statistics"] })
  @step
  async start() {
    const run = await new Flow<Statistics>("Statistics").latestSuccessfulRun();
    if (run === null) throw new Error("Statistics has no successful run yet; run it first");
    this.genres = await run.get("genres");
    this.basedOn = run.pathspec;
    this.next(this.chooseGenre, this.chooseBonus);
  }

  /** The best rated films of the genre's upper quarter. */
  @step
  chooseGenre() {
    const films = this.hits().filter((film) => film.genre === this.genre);
    films.sort((a, b) => b.rating! - a.rating! || b.votes! - a.votes!);
    this.suggestions = films.slice(0, this.count).map((film) => film.title);
    this.next(this.join);
  }

  /** A hit of the genre that earns best in the middle, drawn by lot. */
  @step
  chooseBonus() {
    const [best] = Object.entries(this.genres)
      .filter(([genre]) => genre !== this.genre)
      .sort(([, a], [, b]) => b.median - a.median);
    const films = this.hits().filter((film) => film.genre === best![0]);
    this.bonus = shuffle(films, randomNumbers(this.seed))[0]!.title;
    this.next(this.join);
  }

  /** Both branches meet. */
  @step
  join(inputs: Inputs<PlaylistRedux>) {
    this.merge(inputs, { include: ["basedOn"] });
    this.playlist = [...inputs.chooseGenre.suggestions, inputs.chooseBonus.bonus];
    this.next(this.end);
  }

  @step
  end() {
    console.log(`Hits of genre ${this.genre} by ${this.basedOn}, and a bonus:`);
    for (const title of this.playlist) console.log(`- ${title}`);
  }

  /** A method that is no step: films of their genre's upper quarter that many people rated. */
  private hits(): Film[] {
    return parseFilms(this.movies).filter((film) => {
      const genre = this.genres[film.genre ?? ""];
      return genre !== undefined && (film.gross ?? 0) >= genre.upper && (film.votes ?? 0) >= 1000;
    });
  }
}
