import type { DatabaseSync } from "node:sqlite";
import type { z } from "@hono/zod-openapi";
import { toRunInfo } from "../../../core/client/records.ts";
import { FlowError } from "../../../store/error.ts";
import { placeOfRun, type RunFilter } from "../../../store/metadata/run_filter.ts";
import { listRuns } from "../../../store/metadata/runs.ts";
import { statement } from "../../../store/metadata/statement.ts";
import { tagsOfRuns } from "../../../store/metadata/tags.ts";
import { countTasksOf } from "../../../store/metadata/tasks.ts";
import { ByTasks } from "../store/by_tasks.ts";
import { type ApiContext, ask } from "./context.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { defined } from "./defined.ts";
import { type RunPage, type RunQuery, RunStatus } from "./schemas.ts";

const PAGE = 50;

type Page = z.infer<typeof RunPage>;

/** Answers that are remembered, and for how many milliseconds: that a run is lost, no row tells. */
const MOST = 100;
const FRESH = 1000;

/** Pages of runs, with their tags, and how their tasks stand. */
export class RunList {
  readonly #context: ApiContext;
  readonly #counts = new ByTasks(countTasksOf);
  /** Many may look at the same page of a store that nothing happens in. */
  readonly #known = new Map<
    string,
    { db: DatabaseSync; version: unknown; time: number; page: Page }
  >();

  constructor(context: ApiContext) {
    this.#context = context;
  }

  async page(query: z.infer<typeof RunQuery>): Promise<Page> {
    return await ask(this.#context, ({ db }) => {
      const key = JSON.stringify(query);
      const version = statement(db, "PRAGMA data_version").get()!.data_version;
      const known = this.#known.get(key);
      const time = performance.now();
      const isSame = known?.db === db && known.version === version && time - known.time < FRESH;
      if (isSame) return known.page;
      const page = this.#read(db, query);
      if (this.#known.size >= MOST) this.#known.clear();
      this.#known.set(key, { db, version, time, page });
      return page;
    });
  }

  #read(
    db: DatabaseSync,
    { limit = PAGE, ...query }: z.infer<typeof RunQuery>,
  ): Page {
    const filter = toFilter(query);
    // One more tells whether there is another page.
    const found = listRuns(db, { ...filter, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const tags = tagsOfRuns(db, shown.map(({ id }) => id));
    const tasks = this.#counts.get(db, shown);
    const runs = shown.map((record) => ({
      ...toRunInfo(db, record),
      tags: tags.get(record.id)!,
      tasks: tasks.get(record.id)!,
    }));
    const last = found.length > limit ? placeOfRun(shown.at(-1)!, filter.sort) : null;
    return { runs, next: last && toCursor({ key: last.key, row: last.id }) };
  }
}

function toFilter(query: Omit<z.infer<typeof RunQuery>, "limit">): RunFilter {
  const { tag, param, q, whole, after, order, ...rest } = query;
  const place = after === undefined ? null : fromCursor(after, RunStatus.options);
  return {
    ...defined(rest),
    ...(tag === undefined ? {} : { tags: [tag].flat() }),
    ...(param === undefined ? {} : { params: [param].flat().map(toParam) }),
    ...(q === undefined ? {} : { words: q.split(/\s+/).filter((word) => word !== "") }),
    ...(whole === "true" ? { whole: true } : {}),
    ...(order === "asc" ? { ascending: true } : {}),
    ...(place === null ? {} : { after: { key: place.key ?? 0, id: place.row } }),
  };
}

/** `name:value` */
function toParam(text: string): [name: string, value: string] {
  const colon = text.indexOf(":");
  if (colon > 0) return [text.slice(0, colon), text.slice(colon + 1)];
  throw new FlowError("bad-request", `"param" is not right: ${JSON.stringify(text)} has no value`, {
    hint: "Write name:value, such as minVotes:500.",
  });
}
