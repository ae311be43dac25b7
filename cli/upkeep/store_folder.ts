import { locateStore } from "../../store/find.ts";
import type { GlobalOptions } from "../framework/command.ts";

/** The folder of the store that a command is about. */
export function storeFolder({ store }: GlobalOptions): string {
  return locateStore({ store });
}
