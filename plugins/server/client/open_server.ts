import { readRemoteBy } from "../../../core/client/address.ts";
import { LazyReader } from "../../../core/client/lazy_reader.ts";
import { StoreClient } from "../../../core/client/store_client.ts";
import { lazy } from "../../../store/lazy.ts";

// `new Run("http://…/Flow/7")`
readRemoteBy((base) => readerOf(base));

/**
 * The client of a store that `flow serve` serves.
 *
 * @param base The server's address.
 * @param options `token` is what it wants to be shown, if anything.
 *
 * @example
 * ```ts
 * const store = openServer("http://127.0.0.1:8000");
 * console.log(await store.run("GenreStats/7").status);
 * ```
 */
export function openServer(base: string, options: { token?: string } = {}): StoreClient {
  return new StoreClient(readerOf(base, options.token));
}

function readerOf(base: string, token?: string): LazyReader {
  return new LazyReader(async () => {
    const { HttpReader } = await lazy<typeof import("./http_reader.ts")>(
      new URL("./http_reader.ts", import.meta.url),
    );
    return new HttpReader(base, token);
  });
}
