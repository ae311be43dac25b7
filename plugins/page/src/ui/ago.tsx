import { ago } from "../format.ts";
import { now } from "../now.ts";

/** How long something is past. */
export function Ago({ time }: { time: number }) {
  return <time dateTime={new Date(time).toISOString()}>{ago(time, now.value)}</time>;
}
