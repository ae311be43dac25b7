/**
 * The graph of a flow: plain data, read from the source without running it. It serialises to JSON,
 * and every part of Flow (linter, scheduler, drawings, web page, engines) reads this one form.
 *
 * @module
 */

/** A position in a source file. Lines and columns count from 1. */
export interface SourceLocation {
  /** The file's absolute path. */
  file: string;
  line: number;
  column: number;
}

/** A value that the source spells out, as far as it can be read without running code. */
export type StaticValue =
  /**
   * Plain data. Inside an object or a list, a part that cannot be read stands as a
   * {@linkcode DynamicPart}, so that `{ times: 3, on: (e) => … }` keeps what can be read.
   */
  | { kind: "literal"; value: unknown }
  /** A function, class or other expression that only the running flow can evaluate. */
  | { kind: "dynamic"; source: string; function?: true };

/** Stands inside a literal for a part that only the running flow can evaluate. */
export interface DynamicPart {
  /** The source text. */
  $dynamic: string;
  /** It is a function or a class. */
  $function?: true;
}

/** `@name({ key: value })` on a step or on the class. */
export interface Decorator {
  /** The name as exported by Flow (or by the module that defines it), aliases resolved. */
  name: string;
  /** Where the name is imported from: "flow", a module path, or "" if declared in the same file. */
  from: string;
  /** The arguments in order, usually one object literal. */
  args: StaticValue[];
  location: SourceLocation;
  /** `--with` on the command line put it there. */
  fromCommandLine?: boolean;
}

/** What a step's `this.next` says. */
export type Transition =
  /** The last step: it has no `this.next`. */
  | { kind: "end" }
  | { kind: "linear"; target: string }
  | { kind: "branch"; targets: string[] }
  /** `items` is the source text of the iterable, for people. */
  | { kind: "foreach"; target: string; items: string }
  /**
   * Exactly one case is taken. `on` is the source text of the value that decides; it is null when
   * several `this.next(this.x)` stand in different branches of the code.
   * The keys of `cases` are the switch keys as strings, in source order.
   */
  | { kind: "switch"; cases: { key: string; target: string }[]; on: string | null }
  /** A `this.next` that cannot be read; the linter says why. */
  | { kind: "invalid"; reason: string };

/** One use of an artifact in a step (helper methods that the step calls are included). */
export interface ArtifactUse {
  name: string;
  location: SourceLocation;
  /**
   * For reads: whether the step itself has set the artifact before, on every or on some path. Left
   * out when it has not, so that the value must come from an earlier step.
   */
  set?: "always" | "maybe";
  /** For reads: the step itself may have deleted the artifact before, and not surely set it since. */
  deleted?: true;
  /** A look that does not fail when the artifact is not set, such as `"x" in this`. */
  soft?: true;
}

/** One use of an artifact of an input of a join: `inputs.a.x`, `inputs[0].x`, `for (const i of inputs) i.x`. */
export interface InputUse extends ArtifactUse {
  /** The step named, or null when it may be any input. */
  step: string | null;
  /** The position in `inputs[0].x`. */
  position?: number;
}

export interface MergeCall {
  include: string[] | null;
  exclude: string[] | null;
  location: SourceLocation;
  /** The options cannot be read from the source: any name may be included or excluded. */
  dynamic?: true;
}

/** A kind of right, in the words of Deno; `flows` are results of other flows. */
export type Right = "read" | "write" | "net" | "env" | "run" | "sys" | "ffi" | "flows";

/** One call that needs a right. */
export interface RightUse {
  right: Right;
  /** What the source calls, such as `Deno.readTextFile` or `fetch`. */
  api: string;
  /** The path, host, variable or program when the source spells it out, else "". */
  what: string;
  location: SourceLocation;
}

/** What the linter needs to know of a step besides its uses. */
export interface StepFacts {
  /** Artifacts that are set whichever way the step ends. */
  always: string[];
  /** The same by target, where a step has several `this.next` in different branches of its code. */
  alwaysFor: Record<string, string[]>;
  /** `this.next` in a nested function or in a helper method. */
  nestedNexts: SourceLocation[];
  /** A `this.next` that runs after another one has. */
  repeatedNexts: SourceLocation[];
  /** Some path through the step calls no `this.next` though others do. */
  fallsThrough: boolean;
  /** Inputs of a join are handed elsewhere: `inputReads` may be incomplete. */
  inputsEscape: boolean;
  /** The step calls code that is not read (packages), which may use any right. */
  usesUnknown: boolean;
  /** The names of the parameters, as far as they have one. */
  parameters: string[];
}

export interface Step {
  name: string;
  /** `start: true` / `end: true` in `@step({ … })`. */
  start: boolean;
  end: boolean;
  /** A join: its first parameter is typed `Inputs<…>` or named `inputs`. */
  join: boolean;
  /** Parameters that the method takes, the join's `inputs` included. */
  arity: number;
  /** The first sentence of the doc comment, or "". */
  doc: string;
  transition: Transition;
  /** All `this.next` calls, so that rules can point at them. */
  nexts: SourceLocation[];
  /** Outermost first, `@step` left out. */
  decorators: Decorator[];
  /** Artifacts (and parameters, constants) read, set, and deleted on `this`. */
  reads: ArtifactUse[];
  writes: ArtifactUse[];
  deletes: ArtifactUse[];
  inputReads: InputUse[];
  merges: MergeCall[];
  /** What the step needs rights for, as far as the source tells. */
  uses: RightUse[];
  facts: StepFacts;
  /** `Reflect.get(this, …)`, `this[expr]`, or `this` handed elsewhere: the uses above may be incomplete. */
  computed: boolean;
  /** Where the method is, which may be a base class in another file. */
  location: SourceLocation;
  /** The last line of the method. */
  endLine: number;
  /** The class that declares it. */
  declaredIn: string;
}

/** `name = param({ … })`, `config(…)`, `file(…)`. */
export interface ParameterDefinition {
  name: string;
  kind: "param" | "config" | "file";
  /**
   * What the source tells of the type: from `default`, from `type`, or "any" where a schema decides.
   * "json" stands for an object default.
   */
  type: "number" | "string" | "boolean" | "list" | "json" | "any";
  /** For a list: the type of its items, when the default tells. */
  itemType?: "number" | "string" | "boolean" | "json";
  /** The default, `null` when there is none (the parameter is then required unless optional). */
  default: StaticValue | null;
  required: boolean;
  help: string;
  /** A schema, or a function as default: only a sandboxed executor can resolve it. */
  dynamic: boolean;
  /** For files: `binary: true`. */
  binary?: boolean;
  location: SourceLocation;
}

/** A method, accessor or function member of the class that is no step. */
export interface Helper {
  name: string;
  location: SourceLocation;
}

/** What is wrong with the declaration of a class or member, found while reading it. */
export interface GraphProblem {
  /** The name of the lint rule that tells it. */
  rule: string;
  message: string;
  hint: string;
  step: string | null;
  location: SourceLocation;
}

/** A class member with a plain value. */
export interface ConstantDefinition {
  name: string;
  value: StaticValue;
  location: SourceLocation;
}

/** A class member without a value: an artifact's declaration. */
export interface ArtifactDeclaration {
  name: string;
  /** The type as written, or "". */
  type: string;
  /** The values of a union of literals (aliases and enums followed), as switch keys. */
  literals?: string[];
  location: SourceLocation;
}

export interface Graph {
  /** The version of this form. */
  version: 1;
  flow: string;
  doc: string;
  /** The file that declares the flow class: absolute path. */
  file: string;
  /** `export default class`, `export class`, or neither. */
  exported: "default" | "named" | "none";
  location: SourceLocation;
  /** In source order, base classes first. */
  steps: Step[];
  /** "" when there is none (the linter says so). */
  start: string;
  end: string;
  parameters: ParameterDefinition[];
  constants: ConstantDefinition[];
  declarations: ArtifactDeclaration[];
  /** `@project`, `@exitHook` and the like, on the class and its bases. */
  decorators: Decorator[];
  /** Names of the class and its bases, the flow itself first. */
  classes: string[];
  helpers: Helper[];
  problems: GraphProblem[];
  /** Rights that code outside of any step needs: it runs wherever the flow's modules are loaded. */
  moduleUses: RightUse[];
}
