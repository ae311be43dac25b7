/**
 * What people thought of films, decade by decade, as pages to look at.
 *
 * Shows: `@card` without a word in the step, cards with components that are seen while the step runs,
 * several cards on a step, and a card whose HTML the flow makes itself.
 *
 * ```
 * flow run examples/cards/flow.ts
 * flow card list Reception/1
 * flow card view Reception/1/end --id overview
 * flow report Reception/1 > reception.html
 * ```
 */

import {
  card,
  Chart,
  current,
  defineCard,
  file,
  FlowSpec,
  type Inputs,
  Markdown,
  param,
  ProgressBar,
  step,
  Table,
  ValueBox,
} from "flow";
import { type Film, parseFilms } from "../lib/films.ts";
import { posterHtml } from "./poster.ts";

/** A film with all that is needed here. */
type Rated = Film & { rating: number; votes: number };

/** What became of the films of a decade. */
export interface Decade {
  decade: number;
  films: number;
  /** Mean rating, 1 to 10. */
  rating: number;
  best: string;
  bestRating: number;
}

defineCard("poster", ({ flow }) => posterHtml(flow.decades));

/** How films were received. */
export default class Reception extends FlowSpec {
  movies = file({ default: "../data/movies.json", help: "film data, as a JSON list" });
  minVotes = param({ default: 5000, help: "ignore films that fewer people voted for" });

  films!: Rated[];
  decade!: Decade;
  decades!: Decade[];

  /** Keeps the films that many people voted for. Its card tells how far that is. */
  @card
  @step
  start() {
    const all = parseFilms(this.movies);
    const bar = ProgressBar({ max: all.length, label: "Films looked at" });
    current.card.append(bar).refresh();
    const films: Rated[] = [];
    for (const [at, film] of all.entries()) {
      if (isRated(film) && film.votes >= this.minVotes) films.push(film);
      bar.update(at + 1);
      // Whoever looks sees this at most once a second; the rest costs nothing.
      current.card.refresh();
    }
    this.films = films;
    current.card.append(ValueBox("Films kept", films.length));
    const decades = new Set(films.map(decadeOf));
    this.next(this.summarise, { foreach: [...decades].sort((a, b) => a - b) });
  }

  /** One decade. Its card needs no code: it tells of the task, its artifacts and its times. */
  @card
  @step
  summarise(decade: number) {
    const films = this.films.filter((film) => decadeOf(film) === decade);
    const best = films.reduce((a, b) => b.rating > a.rating ? b : a);
    this.decade = {
      decade,
      films: films.length,
      rating: films.reduce((sum, film) => sum + film.rating, 0) / films.length,
      best: best.title,
      bestRating: best.rating,
    };
    this.next(this.gather);
  }

  /** Puts the decades together again. */
  @step
  gather(inputs: Inputs<Reception>) {
    this.decades = [...inputs].map((input) => input.decade);
    this.films = inputs[0].films;
    this.next(this.end);
  }

  /** Shows them: once with Flow's own components, once as a poster. */
  @card({ id: "overview", type: "blank" })
  @card({ id: "poster", type: "poster" })
  @step
  end() {
    const { films, decades } = this;
    const sum = films.reduce((total, film) => total + film.rating, 0);
    current.card("overview").extend([
      Markdown(`# How films were received\n\nOnly films with ${this.minVotes} votes or more.`),
      ValueBox("Films", films.length),
      ValueBox("Mean rating", (sum / films.length).toFixed(2)),
      Chart({
        description: "Rating and number of votes of each film",
        data: { values: films.map(({ rating, votes }) => ({ rating, votes })) },
        mark: { type: "rect" },
        encoding: {
          x: { field: "rating", type: "quantitative", bin: { maxbins: 30 } },
          y: { field: "votes", type: "quantitative", bin: { maxbins: 20 } },
          color: { aggregate: "count", type: "quantitative", title: "films" },
        },
      }, { label: "Ratings and votes" }),
      Table(decades, { label: "Decades" }),
    ]);
  }
}

function isRated(film: Film): film is Rated {
  return film.rating !== null && film.votes !== null;
}

/** The decade in which a film came out; years that are still to come are mistakes for 1900 and on. */
function decadeOf({ released }: Film): number {
  const year = Number(released.slice(0, 4));
  return Math.floor((year > 2010 ? year - 100 : year) / 10) * 10;
}
