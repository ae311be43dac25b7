import type { Rule } from "../rule.ts";
import { artifactDropped } from "./artifact_dropped.ts";
import { artifactMaybeUnset } from "./artifact_maybe_unset.ts";
import { artifactUnset } from "./artifact_unset.ts";
import { artifactUnused } from "./artifact_unused.ts";
import { catchSplit } from "./catch_split.ts";
import { deadEnd } from "./dead_end.ts";
import { decoratorDuplicate } from "./decorator_duplicate.ts";
import { decoratorOptions } from "./decorator_options.ts";
import { endNext } from "./end_next.ts";
import { endStep, startStep } from "./endpoint_step.ts";
import { flowExported } from "./flow_exported.ts";
import { flowName } from "./flow_name.ts";
import { foreachJoin } from "./foreach_join.ts";
import { inputsStep } from "./inputs_step.ts";
import { loop } from "./loop.ts";
import { mergeOutsideJoin } from "./merge_outside_join.ts";
import { nextInvalid } from "./next_invalid.ts";
import { nextMissing } from "./next_missing.ts";
import { nextNested } from "./next_nested.ts";
import { nextTwice } from "./next_twice.ts";
import { parameterName } from "./parameter_name.ts";
import { readOnly } from "./read_only.ts";
import { reservedName } from "./reserved_name.ts";
import { rightsMissing } from "./rights_missing.ts";
import { rightsUnused } from "./rights_unused.ts";
import { splitJoin } from "./split_join.ts";
import { startIncoming } from "./start_incoming.ts";
import { stepArguments } from "./step_arguments.ts";
import { stepDeclaration } from "./step_declaration.ts";
import { stepName } from "./step_name.ts";
import { switchCases } from "./switch_cases.ts";
import { switchJoin } from "./switch_join.ts";
import { switchMissingCase } from "./switch_missing_case.ts";
import { unknownTarget } from "./unknown_target.ts";
import { unreachable } from "./unreachable.ts";

/** All rules about flows, in the order in which they are documented. */
export const RULES: readonly Rule[] = [
  flowName,
  flowExported,
  startStep,
  endStep,
  stepName,
  reservedName,
  stepDeclaration,
  stepArguments,
  nextMissing,
  nextInvalid,
  nextNested,
  nextTwice,
  unknownTarget,
  startIncoming,
  endNext,
  loop,
  unreachable,
  deadEnd,
  splitJoin,
  foreachJoin,
  switchCases,
  switchJoin,
  switchMissingCase,
  artifactUnset,
  artifactMaybeUnset,
  artifactDropped,
  artifactUnused,
  inputsStep,
  readOnly,
  mergeOutsideJoin,
  parameterName,
  decoratorDuplicate,
  decoratorOptions,
  catchSplit,
  rightsMissing,
  rightsUnused,
];
