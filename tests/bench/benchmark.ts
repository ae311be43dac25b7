import type { Place } from "./place.ts";
import type { Row } from "./row.ts";

/** Some rows of the table that are measured together, and can be asked for by name. */
export interface Benchmark {
  /** What `deno task bench NAME` takes. */
  name: string;
  /** One line for `--list`: what is measured, and against what. */
  about: string;
  run(place: Place): Promise<Row[]>;
}
