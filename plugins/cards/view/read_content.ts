import type { CardContent, Description } from "../author/description.ts";

type Fields = Record<string, unknown>;

const isText = (value: unknown) => typeof value === "string";
const isNumber = (value: unknown) => typeof value === "number" && Number.isFinite(value);
const isList = (each: (item: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(each);
const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isAny = (value: unknown) => value !== undefined;
const perhaps = (test: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || test(value);

/** What each component must have. */
const SHAPES: Record<Description["is"], Record<string, (value: unknown) => boolean>> = {
  markdown: { text: isText },
  table: { columns: isList(isText), rows: isList(Array.isArray), total: isNumber },
  image: {
    type: (value) => isText(value) && /^image\/[a-z0-9.+-]{1,40}$/.test(value as string),
    base64: (value) => isText(value) && /^[A-Za-z0-9+/]*={0,2}$/.test(value as string),
    alt: isText,
  },
  chart: { spec: isObject },
  progress: {
    value: isNumber,
    max: (value) => value === null || isNumber(value),
    unit: perhaps(isText),
  },
  value: { label: isText, value: isAny, unit: perhaps(isText), change: perhaps(isNumber) },
  code: { text: isText, language: perhaps(isText) },
  json: { value: isAny },
  wrong: { text: isText },
  events: { events: isList((one) => isObject(one) && isNumber(one.time) && isObject(one.fields)) },
};

/**
 * Whether a value is a component. It comes from the step's code, by way of a store that others may
 * have written: whatever does not have the right form is shown as a value.
 */
export function isDescription(value: unknown): value is Description {
  if (!isObject(value) || !isText(value.is) || !Object.hasOwn(SHAPES, value.is as string)) {
    return false;
  }
  const shape = SHAPES[value.is as Description["is"]];
  return perhaps(isText)(value.label) &&
    Object.entries(shape).every(([key, test]) => test(value[key]));
}

/** What a step has put on a card, from the JSON that was kept. */
export function readContent(text: string): CardContent {
  const content: unknown = JSON.parse(text);
  if (!isObject(content) || !Array.isArray(content.components)) {
    return { components: [], error: "What was kept of this card is no description of one." };
  }
  const { error } = content;
  return {
    components: content.components.map((one: unknown) =>
      isDescription(one) ? one : { is: "json", value: one as null, label: "Not a component" }
    ),
    ...isText(error) ? { error: error as string } : {},
  };
}
