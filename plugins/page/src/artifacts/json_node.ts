import { counted } from "../format.ts";

/** One value of a tree: what stands beside its name, and what it consists of. */
export interface Node {
  type: "string" | "number" | "boolean" | "null" | "special" | "list" | "object";
  head: string;
  members: readonly (readonly [name: string, value: unknown])[];
  /** Members, or characters of a text, that are left out. */
  more: number;
}

/** What a value in the extended form (`docs/values.md`) is; of a part that was cut, its beginning. */
export function describe(value: unknown): Node {
  if (value === null) return leaf("null", "null");
  if (typeof value === "string") return leaf("string", JSON.stringify(value));
  if (typeof value === "number") return leaf("number", String(value));
  if (typeof value === "boolean") return leaf("boolean", String(value));
  if (Array.isArray(value)) return describeList(value);
  const form = value as Record<string, unknown>;
  if (Object.hasOwn(form, "$type")) return describeForm(form);
  const members = Object.entries(form);
  return { type: "object", head: braces(members.length), members, more: 0 };
}

/** The value on one line. */
export function lineOf(value: unknown, length = 80): string {
  const { head, members, type } = describe(value);
  const inner = members.slice(0, 20).map(([name, member]) =>
    type === "list" ? lineOf(member, 20) : `${name}: ${lineOf(member, 20)}`
  ).join(", ");
  const text = members.length === 0
    ? head
    : type === "list"
    ? `[${inner}]`
    : type === "object"
    ? `{ ${inner} }`
    : `${head} ${inner}`;
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function describeList(list: unknown[]): Node {
  const more = cutIn(list.at(-1));
  const shown = more === 0 ? list : list.slice(0, -1);
  return {
    type: "list",
    head: list.length === 0 ? "[]" : `[ ${counted(shown.length + more, "item")} ]`,
    members: shown.map((one, at) => [String(at), one]),
    more,
  };
}

function describeForm(form: Record<string, unknown>): Node {
  const { $type, value } = form;
  switch ($type) {
    case "undefined":
      return leaf("special", "undefined");
    case "number":
      return leaf("number", String(value));
    case "bigint":
      return leaf("number", `${value}n`);
    case "date":
      return leaf("special", value === null ? "Invalid Date" : `Date ${value}`);
    case "regexp":
      return leaf("special", `/${form.source}/${form.flags}`);
    case "url":
      return leaf("special", `URL ${value}`);
    case "ref":
      return leaf("special", `the object ${form.id} again`);
    case "def": {
      const inner = describe(value);
      return { ...inner, head: `${inner.head} (object ${form.id})` };
    }
    case "map":
      return describeEntries("Map", form.entries);
    case "object":
      return describeEntries("object", form.entries);
    case "array":
      return describeEntries(`Array of ${form.length} with holes`, form.entries);
    case "set": {
      const list = describeList(form.values as unknown[]);
      return { ...list, type: "special", head: `Set ${list.head}` };
    }
    case "error": {
      const { message } = form;
      const head = `${form.name ?? form.class}: ${typeof message === "string" ? message : ""}`;
      const members = ["stack", "cause", "errors", "properties"].filter((name) => name in form)
        .map((name) => [name, form[name]] as const);
      return { type: "special", head, members, more: 0 };
    }
    case "cut":
      return describeCut(form);
  }
  const rest = Object.entries(form).filter(([name]) => name !== "$type");
  const base64 = form.base64;
  return typeof base64 === "string"
    ? leaf("special", `${$type}, ${counted(Math.floor(base64.length * 3 / 4), "byte")}`)
    : { type: "special", head: String($type), members: rest, more: 0 };
}

/** What the server has left out: see `cutJson` in `plugins/server/preview/cut_json.ts`. */
function describeCut({ text, more, entries, of, size }: Record<string, unknown>): Node {
  if (typeof text === "string") {
    return { type: "string", head: JSON.stringify(text), members: [], more: Number(more) };
  }
  if (Array.isArray(entries)) {
    const members = entries as [string, unknown][];
    const left = Number(more);
    return { type: "object", head: braces(members.length + left), members, more: left };
  }
  return leaf("special", `${of === "array" ? "a list" : "an object"} of ${size}, too deep to show`);
}

function describeEntries(title: string, entries: unknown): Node {
  const list = Array.isArray(entries) ? entries : [];
  const more = cutIn(list.at(-1));
  const shown = more === 0 ? list : list.slice(0, -1);
  const members = shown.map((entry): [string, unknown] => {
    const [key, value] = Array.isArray(entry) ? entry : ["?", entry];
    return [typeof key === "string" ? key : lineOf(key, 60), value];
  });
  return { type: "special", head: `${title} ${braces(shown.length + more)}`, members, more };
}

/** How many a list lacks, as its last item says. */
function cutIn(last: unknown): number {
  if (typeof last !== "object" || last === null) return 0;
  const { $type, more, text, entries } = last as Record<string, unknown>;
  return $type === "cut" && text === undefined && entries === undefined ? Number(more ?? 0) : 0;
}

function leaf(type: Node["type"], head: string): Node {
  return { type, head, members: [], more: 0 };
}

function braces(size: number): string {
  return size === 0 ? "{}" : `{ ${counted(size, "member")} }`;
}
