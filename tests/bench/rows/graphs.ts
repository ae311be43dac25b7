import type { Benchmark } from "../benchmark.ts";
import { chain } from "../flows/chain.ts";
import { inTurn } from "../measure.ts";
import { ratioRow } from "../row.ts";

/** Shapes of graphs other than one wide foreach. */
export const graphs: readonly Benchmark[] = [
  {
    name: "linear",
    about: "100 steps in a row, against a bare chain of 100 processes",
    async run(place) {
      const file = `${place.path("chain")}.ts`;
      await Deno.writeTextFile(file, chain(100));
      const store = place.path("store");
      const pairs = await inTurn(
        3,
        () => place.flow(["run", file, "--store", store]),
        () => place.bare("chain", 100, place.path("chain.db")),
      );
      return [ratioRow({ what: "linear of 100 : bare chain of 100 processes", pairs })];
    },
  },
  {
    name: "nested",
    about: "a foreach of 100 in a foreach of 100, against the bare loop of 10,000",
    async run(place) {
      const file = place.flowFile("nested");
      const pairs = await inTurn(
        3,
        () => place.flow(["run", file, "--max-splits", "100000", "--store", place.path("store")]),
        () => place.bare("loop", 10_000, place.path("loop.db")),
      );
      return [ratioRow({ what: "nested foreach of 100 × 100 : bare loop of 10,000", pairs })];
    },
  },
  {
    name: "branch",
    about: "two branches and a join that merges 1,000 artifacts, against 2,000 rows by hand",
    async run(place) {
      const file = place.flowFile("branches");
      const pairs = await inTurn(
        5,
        () => place.flow(["run", file, "--store", place.path("store")]),
        () => place.bare("values", 2000, 8, place.path("values.db")),
      );
      return [ratioRow({ what: "branch and join of 1,000 artifacts : 2,000 rows by hand", pairs })];
    },
  },
];
