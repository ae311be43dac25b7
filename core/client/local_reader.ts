import { locateStore } from "../../store/find.ts";
import { lazy } from "../../store/lazy.ts";
import { LazyReader } from "./lazy_reader.ts";

/** Answers the client from a store on this machine, which is found when it is first asked. */
export class LocalReader extends LazyReader {
  /**
   * @param dir The store's folder. If left out, the one of `FLOW_STORE`, else the nearest upwards
   * from the working folder.
   */
  constructor(dir?: string) {
    super(async () => {
      const { StoreReader } = await lazy<typeof import("./store_reader.ts")>(
        new URL("./store_reader.ts", import.meta.url),
      );
      return await StoreReader.open(locateStore({ store: dir }));
    });
  }
}
