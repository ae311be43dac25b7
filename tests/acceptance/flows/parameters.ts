/** Parameters, configs and files. */

import { config, current, file, FlowSpec, param, step } from "flow";
import { z } from "zod";

let calls = 0;

/** One of each kind. */
export class Given extends FlowSpec {
  minVotes = param({ default: 1000, help: "ignore films with fewer votes" });
  title = param({ default: "none" });
  loud = param({ default: false });
  ratio = param({ type: "number", required: false });
  genres = param({ default: ["Drama"] });
  years = param({ default: [1999, 2000] });
  limits = param({ default: { low: 1 } });
  free = param({ type: "json", required: false });
  seen!: unknown;
  frozen!: string[];

  @step
  start() {
    this.seen = {
      parameters: { ...current.parameters },
      direct: [this.minVotes, this.title, this.loud, this.ratio, this.genres, this.years],
      more: [this.limits, this.free],
    };
    this.frozen = [];
    for (
      const change of [
        () => Reflect.set(this, ["min", "Votes"].join(""), 1),
        () => this.genres.push("x"),
        () => Reflect.set(this.limits, "low", 2) || this.frozen.push("limits kept"),
      ]
    ) {
      try {
        change();
      } catch (error) {
        this.frozen.push((error as Error).message);
      }
    }
    this.next(this.end);
  }

  @step
  end() {}
}

/** Defaults that are functions, and schemas. */
export class Computed extends FlowSpec {
  readonly unit = "films";
  token = param({ default: () => `${++calls} ${crypto.randomUUID()}` });
  count = param({ schema: z.number().int().min(1).max(10), default: 3 });
  since = param({ schema: z.coerce.date(), default: "2020-01-01" });
  tokens!: string[];
  year!: number;

  @step
  start() {
    console.log(`count ${this.count}`);
    this.tokens = [this.token];
    this.year = this.since.getUTCFullYear();
    this.next(this.again);
  }

  @step
  again() {
    this.tokens.push(this.token);
    this.next(this.end);
  }

  @step
  end() {}
}

/** Files that are read when the run starts. */
export class Inputs extends FlowSpec {
  settings = config<{ rate: number; deep: { list: number[] } }>({
    default: "../data/settings.json",
  });
  extra = config<{ name: string }>({ required: false });
  words = file({ default: "../data/words.txt" });
  image = file({ default: "../data/words.txt", binary: true });
  more = file({ required: false });
  facts!: unknown;

  @step
  start() {
    let frozen = false;
    try {
      this.settings.deep.list.push(1);
    } catch {
      frozen = true;
    }
    this.facts = {
      rate: this.settings.rate,
      frozen,
      extra: this.extra ?? null,
      words: this.words,
      image: [this.image.constructor.name, this.image.length, this.image[0]],
      more: this.more ?? null,
    };
    this.next(this.end);
  }

  @step
  end() {}
}

/** A parameter that has to be given. */
export class Needed extends FlowSpec {
  city = param<string>({ help: "which one" });

  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.city);
  }
}
