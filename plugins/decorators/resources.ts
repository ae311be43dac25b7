import { defineStepDecorator } from "../../core/flow/step_decorator.ts";
import { checkKeys, numberOption } from "./options.ts";

/** Options of {@linkcode resources}. */
export interface ResourcesOptions {
  /**
   * Cores that a task of the step takes up. Fewer tasks run at a time where it is more than one.
   *
   * @default {1}
   */
  cpu?: number;
  /** Megabytes that the step may use. An attempt that needs more fails. */
  memory?: number;
}

/**
 * Says what a step needs of the machine.
 *
 * @example
 * ```ts
 * @resources({ cpu: 2, memory: 4096 })
 * @step
 * train() {
 *   this.next(this.end);
 * }
 * ```
 */
export const resources = defineStepDecorator<ResourcesOptions>({
  name: "resources",
  policy(options) {
    checkKeys("resources", options, ["cpu", "memory"]);
    const cpu = numberOption("resources", "cpu", options.cpu, undefined, { more: true });
    const memory = numberOption("resources", "memory", options.memory, undefined, { more: true });
    return {
      ...cpu === undefined ? {} : { cpu },
      ...memory === undefined ? {} : { memory },
    };
  },
});
