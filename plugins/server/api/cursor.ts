import { FlowError } from "../../../store/error.ts";

/** Where the next page begins: what the list is sorted by, and the row's own number. */
export interface Place {
  key: number | string | null;
  row: number;
}

/** A place as text, which clients give back as it is. */
export function toCursor({ key, row }: Place): string {
  return `${key ?? ""}.${row}`;
}

/**
 * The place of a cursor.
 *
 * @param words Keys that are words, where they may be that.
 * @throws FlowError `bad-cursor`.
 */
export function fromCursor(cursor: string, words: readonly string[] = []): Place {
  const match = /^(-?\d{1,16}|[a-z]*)\.(\d{1,15})$/.exec(cursor);
  const [, key = "", row] = match ?? [];
  const isWord = /^[a-z]/.test(key);
  if (match === null || isWord && !words.includes(key)) {
    throw new FlowError("bad-cursor", `${JSON.stringify(cursor)} is not a cursor`, {
      hint: "Take the `next` of the page before.",
    });
  }
  return { key: key === "" ? null : isWord ? key : Number(key), row: Number(row) };
}
