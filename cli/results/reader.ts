import type { Reader } from "../../core/client/reader.ts";
import type { GlobalOptions } from "../framework/command.ts";

/** What reads the store that a command is about. */
export async function openReader({ store }: Pick<GlobalOptions, "store">): Promise<Reader> {
  const { LocalReader } = await import("../../core/client/local_reader.ts");
  return new LocalReader(store);
}
