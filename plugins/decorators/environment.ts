import { defineStepDecorator } from "../../core/flow/step_decorator.ts";
import { checkKeys, checkVariable, wrongOptions } from "./options.ts";

/** Options of {@linkcode environment}. */
export interface EnvironmentOptions {
  /** Values by the name of the variable. Numbers and booleans become text. */
  vars: Record<string, string | number | boolean>;
}

/**
 * Sets environment variables for a step. The step sees them without further rights; no other step
 * does.
 *
 * @example
 * ```ts
 * @environment({ vars: { LOG_LEVEL: "debug" } })
 * @step
 * load() {
 *   console.log(Deno.env.get("LOG_LEVEL"));
 *   this.next(this.end);
 * }
 * ```
 */
export const environment = defineStepDecorator<EnvironmentOptions>({
  name: "environment",
  policy(options) {
    checkKeys("environment", options, ["vars"]);
    const { vars } = options;
    if (typeof vars !== "object" || vars === null || Array.isArray(vars)) {
      throw wrongOptions(
        "environment",
        `"vars" cannot be ${JSON.stringify(vars) ?? "left out"}`,
        'Name the variables: @environment({ vars: { NAME: "value" } }).',
      );
    }
    const values: Record<string, string> = {};
    for (const [name, value] of Object.entries(vars)) {
      checkVariable("environment", name);
      if (!["string", "number", "boolean"].includes(typeof value)) {
        throw wrongOptions(
          "environment",
          `"${name}" cannot be ${JSON.stringify(value) ?? typeof value}`,
          "A variable holds text.",
        );
      }
      values[name] = String(value);
    }
    return { environment: values };
  },
});
