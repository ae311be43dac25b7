/**
 * What a card says, as plain data. A step sends this and no HTML: it is rendered when somebody looks
 * at it (see `../view/`), by who trusts none of it.
 *
 * @module
 */

/** A value as JSON has it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Text that is written in Markdown. */
export interface MarkdownDescription {
  is: "markdown";
  text: string;
}

/** Rows and columns. A cell is a value or another component. */
export interface TableDescription {
  is: "table";
  columns: string[];
  rows: (Json | Description)[][];
  /** How many rows there are; `rows` may hold only the first. */
  total: number;
  label?: string;
}

/** A picture. */
export interface ImageDescription {
  is: "image";
  /** `image/png` */
  type: string;
  base64: string;
  alt: string;
  label?: string;
}

/** A chart, as Vega-Lite describes it. */
export interface ChartDescription {
  is: "chart";
  spec: Json;
  label?: string;
}

/** How far something has come. */
export interface ProgressDescription {
  is: "progress";
  value: number;
  /** null where nobody knows how much there is to do. */
  max: number | null;
  label?: string;
  unit?: string;
}

/** One figure, large. */
export interface ValueDescription {
  is: "value";
  label: string;
  value: Json;
  unit?: string;
  /** How it has changed: shown as a rise or a fall. */
  change?: number;
}

/** A piece of a program. */
export interface CodeDescription {
  is: "code";
  text: string;
  language?: string;
  label?: string;
}

/** Any value, to be unfolded. */
export interface JsonDescription {
  is: "json";
  value: Json;
  label?: string;
}

/** What happened when, the latest first. */
export interface EventsDescription {
  is: "events";
  events: { time: number; fields: { [name: string]: Json } }[];
  label?: string;
}

/** What stands in place of a component that could not be made. */
export interface WrongDescription {
  is: "wrong";
  /** What is wrong, and what to do. */
  text: string;
}

/** A component as plain data. */
export type Description =
  | MarkdownDescription
  | TableDescription
  | ImageDescription
  | ChartDescription
  | ProgressDescription
  | ValueDescription
  | CodeDescription
  | JsonDescription
  | EventsDescription
  | WrongDescription;

/** What a card is made of. */
export interface CardContent {
  components: Description[];
  /** Why it could not be made, where it could not. */
  error?: string;
}
