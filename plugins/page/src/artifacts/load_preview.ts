import { api, ask } from "../api.ts";
import { artifactParam, type Place } from "./artifact_path.ts";

/** Which rows of a table. */
export interface Rows {
  from: number;
  sort: string | null;
  order: "asc" | "desc";
}

/** Rows of a table that are loaded at once. */
export const ROWS = 100;

/** What a value is, cut to what can be shown. */
export async function loadPreview(place: Place, rows: Rows | null = null) {
  const query = rows === null ? {} : {
    from: String(rows.from),
    rows: String(ROWS),
    ...(rows.sort === null ? {} : { sort: rows.sort, order: rows.order }),
  };
  return await ask(
    api.runs[":flow"][":run"].tasks[":task"].artifacts[":name"].preview.$get({
      param: artifactParam(place),
      query,
    }),
  );
}

/** A value as the server shows it. */
export type Content = Awaited<ReturnType<typeof loadPreview>>["content"];
/** One kind of it. */
export type ContentOf<K extends Content["kind"]> = Extract<Content, { kind: K }>;
