/**
 * The decorators that come with Flow. Importing this module makes them known by name.
 *
 * @module
 */

export { catchError, type CatchErrorOptions, type CaughtError } from "./catch_error.ts";
export { environment, type EnvironmentOptions } from "./environment.ts";
export { type ExitHook, exitHook, type ExitHookOptions } from "./exit_hook.ts";
export { permissions } from "./permissions.ts";
export { project, type ProjectOptions } from "./project.ts";
export { resources, type ResourcesOptions } from "./resources.ts";
export { retry, type RetryOptions } from "./retry.ts";
export { type Secret, secrets } from "./secrets.ts";
export { timeout, type TimeoutOptions } from "./timeout.ts";
