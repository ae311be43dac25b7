/**
 * Flow: data and machine-learning workflows as TypeScript classes. What a flow file imports.
 *
 * @module
 */

// Authoring.
export { config, file, param } from "./core/flow/param.ts";
export { current } from "./core/flow/current.ts";
export { defineFlowDecorator } from "./core/flow/flow_decorator.ts";
export { defineStepDecorator } from "./core/flow/step_decorator.ts";
export { FlowSpec } from "./core/flow/flow_spec.ts";
export { keepFile, KeptFile } from "./core/flow/kept_file.ts";
export { step } from "./core/flow/step.ts";
export { StepError } from "./core/flow/step_error.ts";
export type { ConfigOptions, FileOptions, ParamOptions } from "./core/flow/param.ts";
export type { Current, CurrentProject } from "./core/flow/current.ts";
export type { FlowDecoratorDefinition, RunEnd } from "./core/flow/flow_decorator.ts";
export type { ForeachLevel, MergeOptions } from "./core/flow/flow_spec.ts";
export type { Handled, HookContext, StepDecoratorDefinition } from "./core/flow/step_decorator.ts";
export type { Input, Inputs } from "./core/flow/step_types.ts";
export type { PermissionRequest, StepPolicy } from "./core/flow/policy.ts";
export type { StandardSchema } from "./core/flow/standard_schema.ts";
export type { StepOptions } from "./core/flow/step.ts";

// Decorators.
export {
  catchError,
  environment,
  exitHook,
  permissions,
  project,
  resources,
  retry,
  secrets,
  timeout,
} from "./plugins/decorators/mod.ts";
export type {
  CatchErrorOptions,
  CaughtError,
  EnvironmentOptions,
  ExitHook,
  ExitHookOptions,
  ProjectOptions,
  ResourcesOptions,
  RetryOptions,
  Secret,
  TimeoutOptions,
} from "./plugins/decorators/mod.ts";

// Cards.
export {
  card,
  Chart,
  Code,
  defineCard,
  EventsTimeline,
  Image,
  Json,
  Markdown,
  ProgressBar,
  Table,
  ValueBox,
} from "./plugins/cards/author/mod.ts";
export type {
  CardOptions,
  Cards,
  CardTask,
  Component,
  MakeCard,
  TaskCard,
} from "./plugins/cards/author/mod.ts";

// Values.
export { registerCodec } from "./store/objects/codec.ts";
export type { Codec } from "./store/objects/codec.ts";

// Running flows, and their results.
export { resumeFlow, runFlow } from "./core/runtime/run_flow.ts";
export {
  Artifact,
  Flow,
  flows,
  openStore,
  Run,
  Step,
  StoreClient,
  Task,
} from "./core/client/mod.ts";
export { openServer } from "./plugins/server/client/open_server.ts";
export { FlowError } from "./store/error.ts";
export type { ResumeFlowOptions, RunFlowOptions } from "./core/runtime/run_flow.ts";
export type { RunEvent } from "./core/runtime/events.ts";
export type { LogLine, LogOptions, RunFilter, RunLog } from "./core/client/mod.ts";
