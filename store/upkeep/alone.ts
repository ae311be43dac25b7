import { FlowError } from "../error.ts";
import { lockUpkeep } from "../lock.ts";

/**
 * Does upkeep that must not meet other upkeep: what one takes for unused may be what another is
 * about to bring in.
 *
 * @throws FlowError `store-busy` when other upkeep is going on.
 */
export async function aloneInUpkeep<T>(dir: string, work: () => Promise<T>): Promise<T> {
  using lock = lockUpkeep(dir);
  if (lock === null) {
    throw new FlowError("store-busy", `Other upkeep of the store "${dir}" is going on`, {
      hint: "Wait until it has ended. `gc`, `import` and `verify --repair` run one at a time.",
    });
  }
  return await work();
}
