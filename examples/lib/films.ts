/** A film, as a row of `examples/data/movies.json`. What the source does not know is `null`. */
export interface Film {
  title: string;
  /** As `1998-06-12`. */
  released: string;
  genre: string | null;
  director: string | null;
  /** Worldwide box office in US dollars. */
  gross: number | null;
  /** In US dollars. */
  budget: number | null;
  /** IMDB rating, 1 to 10. */
  rating: number | null;
  votes: number | null;
}

/** Reads the text of `movies.json`. */
export function parseFilms(text: string): Film[] {
  return JSON.parse(text);
}
