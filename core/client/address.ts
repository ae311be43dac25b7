import { FlowError } from "../../store/error.ts";
import { currentReader } from "./current_reader.ts";
import type { Reader } from "./reader.ts";

let openRemote: ((base: string) => Reader) | undefined;
const remote = new Map<string, Reader>();

/** Says how stores are read that a server elsewhere serves. A plugin does. */
export function readRemoteBy(open: (base: string) => Reader): void {
  openRemote = open;
}

/**
 * The pathspec in the address of a thing, and who is to be asked for it:
 * `http://127.0.0.1:8000/Flow/7` is run `Flow/7` of the store that is served there. A pathspec alone
 * is of the store that the client asks by itself.
 *
 * @param reader Goes before what an address says.
 */
export function located(address: string, reader?: Reader): { pathspec: string; reader: Reader } {
  const match = /^(https?:\/\/[^/]+)\/(.*)$/.exec(address);
  if (match === null || reader !== undefined) {
    return { pathspec: address, reader: reader ?? currentReader() };
  }
  const [, base, pathspec] = match;
  if (openRemote === undefined) {
    throw new FlowError("bad-pathspec", `Cannot read ${address}: nothing here reads servers`);
  }
  let found = remote.get(base!);
  if (found === undefined) remote.set(base!, found = openRemote(base!));
  return { pathspec: pathspec!, reader: found };
}
