/**
 * Cards, as flows use them. Importing this module makes `@card` known by name.
 *
 * @module
 */

export { card, type CardOptions } from "./card.ts";
export { type Component } from "./component.ts";
export {
  Chart,
  Code,
  type CodeOptions,
  EventsTimeline,
  Image,
  type ImageOptions,
  Json,
  type Labelled,
  Markdown,
  type Progress,
  ProgressBar,
  type ProgressOptions,
  Table,
  type TableOptions,
  type TableRow,
  type Timeline,
  ValueBox,
  type ValueOptions,
} from "./components.ts";
export { type Cards } from "./current_card.ts";
export { type TaskCard } from "./card_of_task.ts";
export { type CardTask, defineCard, type MakeCard } from "./define_card.ts";
