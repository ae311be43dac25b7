/**
 * The shapes of the matrix.
 *
 * @module
 */

import type { Shape } from "../model/plan.ts";
import { branch } from "./branch.ts";
import { branchInForeach } from "./branch_in_foreach.ts";
import { branchInSwitch } from "./branch_in_switch.ts";
import { customStartAndEnd } from "./custom_start_and_end.ts";
import { foreach } from "./foreach.ts";
import { foreachInBranch } from "./foreach_in_branch.ts";
import { foreachInSwitch } from "./foreach_in_switch.ts";
import { inherited } from "./inherited.ts";
import { linear } from "./linear.ts";
import { loopInForeach } from "./loop_in_foreach.ts";
import { multiStepLoop } from "./multi_step_loop.ts";
import { nestedBranches } from "./nested_branches.ts";
import { nestedForeach } from "./nested_foreach.ts";
import { nestedSwitch } from "./nested_switch.ts";
import { selfLoop } from "./self_loop.ts";
import { singleStep } from "./single_step.ts";
import { switchShape } from "./switch.ts";
import { switchInBranch } from "./switch_in_branch.ts";
import { switchInForeach } from "./switch_in_foreach.ts";
import { wideForeach } from "./wide_foreach.ts";

/** All of them. */
export const SHAPES: readonly Shape[] = [
  linear,
  branch,
  nestedBranches,
  foreach,
  nestedForeach,
  wideForeach,
  foreachInBranch,
  branchInForeach,
  switchShape,
  nestedSwitch,
  switchInForeach,
  switchInBranch,
  branchInSwitch,
  foreachInSwitch,
  selfLoop,
  multiStepLoop,
  loopInForeach,
  singleStep,
  customStartAndEnd,
  inherited,
];
