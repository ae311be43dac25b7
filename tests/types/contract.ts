// The example that the design promises, word for word, and the two functions that it calls.

import { FlowSpec, type Inputs, param, retry, step } from "flow";

const ratings: Record<string, number[]> = { Drama: [7, 8], Comedy: [6], Noir: [9, 9, 9] };

async function loadGenres(minVotes: number): Promise<string[]> {
  const genres = await Promise.resolve(Object.keys(ratings));
  return genres.filter((genre) => ratings[genre]!.length * 1000 > minVotes);
}

function meanRating(genre: string, _minVotes: number): number {
  const votes = ratings[genre]!;
  return votes.reduce((sum, vote) => sum + vote, 0) / votes.length;
}

// deno-fmt-ignore
/** Mean rating per genre. */
export default class GenreStats extends FlowSpec {
  minVotes = param({ default: 1000, help: "ignore films with fewer votes" });

  genres!: string[];
  mean!: number;
  means!: Record<string, number>;

  @step
  async start() {
    this.genres = await loadGenres(this.minVotes);
    this.next(this.score, { foreach: this.genres });
  }

  @retry({ times: 3 })
  @step
  score(genre: string) {                       // the foreach item; also this.input, this.index
    this.mean = meanRating(genre, this.minVotes);
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<GenreStats>) {         // a join: reached by several tasks
    this.means = Object.fromEntries([...inputs].map((i) => [i.input, i.mean]));
    this.next(this.end);
  }

  @step
  end() { console.log(this.means); }
}
