import { defineFlowDecorator } from "../../core/flow/flow_decorator.ts";
import { checkKeys, wrongOptions } from "./options.ts";

/** Options of {@linkcode project}. */
export interface ProjectOptions {
  /** Small letters, digits and underscores, at most 128. */
  name: string;
}

/**
 * Makes a flow part of a project, whose branches keep their results apart: `--branch B` for
 * `test.B`, `--production` for `prod`, else `user.NAME`. `current.project` tells which it is.
 *
 * @example
 * ```ts
 * @project({ name: "ratings" })
 * export default class GenreStats extends FlowSpec {}
 * ```
 */
export const project = defineFlowDecorator<ProjectOptions>({
  name: "project",
  policy(options) {
    checkKeys("project", options, ["name"]);
    const { name } = options;
    if (typeof name !== "string" || !/^[a-z0-9_]{1,128}$/.test(name)) {
      throw wrongOptions(
        "project",
        `"name" cannot be ${JSON.stringify(name) ?? "left out"}`,
        "A name has small letters, digits and underscores, at most 128.",
      );
    }
    return { project: { name } };
  },
});
