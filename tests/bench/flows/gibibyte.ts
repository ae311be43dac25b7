import { FlowSpec, step } from "flow";
import { noise } from "./noise.ts";

/** Leaves 1 GiB of bytes that do not compress. */
export default class Gibibyte extends FlowSpec {
  data!: Uint8Array;

  @step
  start() {
    this.data = noise(1 << 30);
    this.next(this.end);
  }

  @step
  end() {}
}
