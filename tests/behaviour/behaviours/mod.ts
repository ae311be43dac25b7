/**
 * The behaviours of the matrix.
 *
 * @module
 */

import { artifacts } from "./artifacts.ts";
import type { Behaviour } from "./behaviour.ts";
import { catchKilled, catchThrown } from "./caught.ts";
import { configs } from "./configs.ts";
import { constants } from "./constants.ts";
import { current } from "./current.ts";
import { environment } from "./environment.ts";
import { exitHooks, exitHooksOfFailure } from "./exit_hooks.ts";
import { files } from "./files.ts";
import { largeLogs } from "./large_logs.ts";
import { lineage } from "./lineage.ts";
import { logs } from "./logs.ts";
import { merge } from "./merge.ts";
import { mergeConflict } from "./merge_conflict.ts";
import { ownDecorators } from "./own_decorators.ts";
import { parameters } from "./parameters.ts";
import { permissions } from "./permissions.ts";
import { rescue } from "./rescue.ts";
import { resumeOfResume, resumes } from "./resume.ts";
import { retry } from "./retry.ts";
import { secrets } from "./secrets.ts";
import { stepRerun } from "./step_rerun.ts";
import { tags } from "./tags.ts";
import { timeout } from "./timeout.ts";

/** All of them. */
export const BEHAVIOURS: readonly Behaviour[] = [
  artifacts,
  merge,
  mergeConflict,
  parameters,
  configs,
  files,
  constants,
  current,
  retry,
  catchThrown,
  catchKilled,
  timeout,
  environment,
  secrets,
  permissions,
  logs,
  largeLogs,
  tags,
  lineage,
  ...resumes,
  resumeOfResume,
  stepRerun,
  ownDecorators,
  rescue,
  exitHooks,
  exitHooksOfFailure,
];
