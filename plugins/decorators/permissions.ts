import type { PermissionRequest } from "../../core/flow/policy.ts";
import { defineStepDecorator } from "../../core/flow/step_decorator.ts";
import { checkKeys, wrongOptions } from "./options.ts";

const rights = ["read", "write", "net", "env", "run", "sys", "ffi", "flows"] as const;

/** Whether a right is spelled as Deno takes it: a boolean or a list of texts. */
function isRight(value: unknown): boolean {
  if (typeof value === "boolean" || value === undefined) return true;
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}

/**
 * Gives a step rights that it does not have by itself: a step may read its flow's own files and
 * write to `current.tempDir`, and nothing else.
 *
 * @example
 * ```ts
 * @permissions({ net: ["api.example.com"], read: true })
 * @step
 * download() {
 *   this.next(this.end);
 * }
 * ```
 */
export const permissions = defineStepDecorator<PermissionRequest>({
  name: "permissions",
  policy(options) {
    checkKeys("permissions", options, [...rights, "strict"]);
    for (const right of rights) {
      if (isRight(options[right])) continue;
      throw wrongOptions(
        "permissions",
        `"${right}" cannot be ${JSON.stringify(options[right])}`,
        `It is true, or a list: ${right}: ["…"].`,
      );
    }
    if (options.strict !== undefined && typeof options.strict !== "boolean") {
      throw wrongOptions(
        "permissions",
        `"strict" cannot be ${JSON.stringify(options.strict)}`,
        "It is true or false.",
      );
    }
    return { permissions: options };
  },
});
