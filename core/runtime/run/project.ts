import { FlowError } from "../../../store/error.ts";
import { decoratorOptions } from "./decorator_options.ts";
import type { Graph } from "../../graph/graph.ts";

/** Where a run belongs in its project. */
export interface RunProject {
  name: string;
  branch: string;
  production: boolean;
}

/** Who runs flows here. */
export function userName(): string {
  for (const name of ["FLOW_USER", "SUDO_USER", "USERNAME", "USER", "LOGNAME"]) {
    const value = Deno.env.get(name);
    if (value) return value;
  }
  // Containers often tell nothing but the home folder.
  const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE") ?? "";
  return home.split(/[\\/]/).filter(Boolean).at(-1) ?? "unknown";
}

/**
 * The project of a flow with `@project`, else null.
 *
 * @throws {FlowError} `project-missing` where a branch is given and there is no project.
 */
export function projectOf(
  graph: Graph,
  options: { branch?: string; production?: boolean },
): RunProject | null {
  const decorator = graph.decorators.find((one) => one.name === "project");
  const { branch, production } = options;
  if (decorator === undefined) {
    if (branch === undefined && production !== true) return null;
    throw new FlowError("project-missing", `Flow "${graph.flow}" belongs to no project`, {
      hint: '--branch and --production are for flows with @project({ name: "…" }).',
      exitCode: 2,
    });
  }
  const { name } = decoratorOptions(decorator) as { name: string };
  if (branch !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(branch)) {
    throw new FlowError("branch-invalid", `"${branch}" cannot be a branch`, {
      hint: "Use up to 64 letters, digits, - and _.",
      exitCode: 2,
    });
  }
  if (production === true) {
    return { name, branch: branch === undefined ? "prod" : `prod.${branch}`, production: true };
  }
  return {
    name,
    branch: branch === undefined ? `user.${userName()}` : `test.${branch}`,
    production: false,
  };
}
