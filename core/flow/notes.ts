/**
 * What decorators note about a flow class, in the metadata object that the language gives to all
 * decorators of one class.
 *
 * @module
 */

/** One decorator on a step or on the class, as applied. */
export interface AppliedDecorator {
  name: string;
  options: unknown;
}

/** What is known of one method of one class. */
interface MethodNotes {
  /** Set by `@step`. */
  step: { start: boolean; end: boolean } | null;
  /** Outermost first. */
  decorators: AppliedDecorator[];
}

interface ClassNotes {
  methods: Map<string, MethodNotes>;
  /** Outermost first. */
  decorators: AppliedDecorator[];
}

/** A flow class, which may be abstract. */
// deno-lint-ignore no-explicit-any -- any constructor
export type AnyFlowClass = abstract new (...args: any[]) => object;

const notesKey = Symbol("flow notes");
const metadataKey: symbol = Symbol.metadata ?? Symbol.for("Symbol.metadata");

type Metadata = { [notesKey]?: ClassNotes };

function ownNotes(metadata: Metadata): ClassNotes {
  if (!Object.hasOwn(metadata, notesKey)) {
    metadata[notesKey] = { methods: new Map(), decorators: [] };
  }
  return metadata[notesKey]!;
}

/** The notes of the class that a decorator stands in, made when there are none. */
export function methodNotes(
  context: Pick<ClassMethodDecoratorContext, "metadata" | "name">,
): MethodNotes {
  const { methods } = ownNotes(context.metadata as Metadata);
  const name = String(context.name);
  let notes = methods.get(name);
  if (notes === undefined) methods.set(name, notes = { step: null, decorators: [] });
  return notes;
}

/** The decorators of the class that a class decorator stands on, outermost first. */
export function classDecorators(context: ClassDecoratorContext): AppliedDecorator[] {
  return ownNotes(context.metadata as Metadata).decorators;
}

/**
 * The notes of a class and its bases, the class itself first. The classes are walked, and not what
 * their metadata inherits from: Deno's compiler leaves that out.
 */
export function* notesOf(flowClass: AnyFlowClass): Generator<ClassNotes> {
  for (let one: object | null = flowClass; one !== null; one = Object.getPrototypeOf(one)) {
    if (!Object.hasOwn(one, metadataKey)) continue;
    const metadata = Reflect.get(one, metadataKey) as Metadata;
    if (Object.hasOwn(metadata, notesKey)) yield metadata[notesKey]!;
  }
}
