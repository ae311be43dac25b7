/**
 * Suggests films of a genre, and one from another genre as a bonus.
 *
 * Shows: parameters, a data file that belongs to the run, two steps side by side and their join.
 *
 * ```
 * flow run examples/playlist/flow.ts
 * flow run examples/playlist/flow.ts --genre Western --count 3
 * flow run examples/playlist/flow.ts --help
 * ```
 */

import { file, FlowSpec, type Inputs, param, step } from "flow";
import { type Film, parseFilms } from "../lib/films.ts";
import { randomNumbers, shuffle } from "../lib/random.ts";

/** A list of films to watch. */
export default class Playlist extends FlowSpec {
  movies = file({ default: "../data/movies.json", help: "film data, as a JSON list" });
  genre = param({ default: "Comedy", help: "the genre to choose from" });
  count = param({ default: 5, help: "how many films to suggest" });
  seed = param({ default: 1, help: "another seed gives another bonus film" });

  films!: Film[];
  suggestions!: string[];
  bonus!: string;
  playlist!: string[];

  /** Reads the films and leaves out those of which too little is known. */
  @step
  start() {
    this.films = parseFilms(this.movies).filter((film) =>
      film.genre !== null && film.rating !== null && (film.votes ?? 0) >= 1000
    );
    this.next(this.chooseGenre, this.chooseBonus);
  }

  /** The best rated films of the genre. */
  @step
  chooseGenre() {
    const films = this.films.filter((film) => film.genre === this.genre);
    if (films.length === 0) {
      const genres = new Set(this.films.map((film) => film.genre));
      throw new Error(`No films of genre "${this.genre}"; try ${[...genres].join(", ")}`);
    }
    films.sort((a, b) => b.rating! - a.rating! || b.votes! - a.votes!);
    this.suggestions = films.slice(0, this.count).map((film) => film.title);
    this.next(this.join);
  }

  /** A good film of any other genre, drawn by lot. */
  @step
  chooseBonus() {
    const films = this.films.filter((film) => film.genre !== this.genre && film.rating! >= 8);
    this.bonus = shuffle(films, randomNumbers(this.seed))[0]!.title;
    this.next(this.join);
  }

  /** Both branches meet. */
  @step
  join(inputs: Inputs<Playlist>) {
    this.playlist = [...inputs.chooseGenre.suggestions, inputs.chooseBonus.bonus];
    this.next(this.end);
  }

  @step
  end() {
    console.log(`Best films of genre ${this.genre}, and a bonus:`);
    for (const title of this.playlist) console.log(`- ${title}`);
  }
}
