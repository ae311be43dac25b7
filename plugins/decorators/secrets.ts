import type { SecretSource } from "../../core/flow/policy.ts";
import { defineStepDecorator } from "../../core/flow/step_decorator.ts";
import { checkReadable, checkVariable, wrongOptions } from "./options.ts";

/**
 * A secret by the name of the variable that the step sees, and where its value comes from when the
 * step starts: the variable of the same name, another variable, a file, or what a command prints.
 */
export type Secret =
  | string
  | { name: string; env: string }
  | { name: string; file: string }
  | { name: string; command: string[] };

function sourceOf(secret: Secret): SecretSource {
  if (typeof secret === "string") {
    checkVariable("secrets", secret);
    return { name: secret, from: "env", key: secret };
  }
  if (typeof secret === "object" && secret !== null) {
    checkVariable("secrets", secret.name);
    const { name } = secret;
    if (Object.keys(secret).length === 2) {
      if ("env" in secret) {
        checkVariable("secrets", secret.env);
        return { name, from: "env", key: secret.env };
      }
      if ("file" in secret && typeof secret.file === "string" && secret.file !== "") {
        return { name, from: "file", path: secret.file };
      }
      if ("command" in secret && isCommand(secret.command)) {
        return { name, from: "command", command: secret.command };
      }
    }
  }
  throw wrongOptions(
    "secrets",
    `cannot take a secret from ${JSON.stringify(secret)}`,
    'Write "NAME", { name, env: "OTHER" }, { name, file: "path" } or ' +
      '{ name, command: ["program", "argument"] }.',
  );
}

function isCommand(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 &&
    value.every((word) => typeof word === "string");
}

/**
 * Gives a step secrets as environment variables. The step sees them without further rights, no
 * other step does, and their values are blotted out wherever they would be kept or shown.
 *
 * @example
 * ```ts
 * @secrets(["API_KEY", { name: "TOKEN", command: ["pass", "show", "token"] }])
 * @step
 * download() {
 *   const key = Deno.env.get("API_KEY");
 *   this.next(this.end);
 * }
 * ```
 */
export const secrets = defineStepDecorator<Secret[]>({
  name: "secrets",
  policy(list) {
    checkReadable("secrets", "its list", list);
    if (!Array.isArray(list)) {
      throw wrongOptions(
        "secrets",
        `cannot be ${JSON.stringify(list)}`,
        'Pass a list: @secrets(["NAME"]).',
      );
    }
    const sources = list.map(sourceOf);
    const names = sources.map(({ name }) => name);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) {
      throw wrongOptions("secrets", `"${twice}" is there twice`, "Give each its own name.");
    }
    return { secrets: sources };
  },
});
