import type { Class, Node } from "@babel/types";
import type { Decorator, GraphProblem } from "../graph.ts";
import { locate, type SourceModule, sourceOf } from "../source/files.ts";
import type { Origin } from "../source/lookup.ts";
import { unwrap } from "../trace/calls.ts";
import { readDecorator } from "./decorator.ts";
import { type Member, type Reader, readMembers } from "./members.ts";

/** A class that extends FlowSpec, directly or through other classes. */
export interface FlowClass {
  /** "" for `export default class extends FlowSpec`. */
  name: string;
  module: SourceModule;
  node: Class;
  /** The statement that declares it, with its doc comment. */
  outer: Node;
  /** null for one that extends FlowSpec itself. */
  base: FlowClass | null;
  members: Member[];
  decorators: Decorator[];
  problems: GraphProblem[];
}

/** How many constants are followed: `const Base = FlowSpec`. */
const DEPTH = 10;

/** Finds flow classes. Each class is read once, whichever flows extend it. */
export class FlowClasses {
  readonly #reader: Reader;
  readonly #known = new Map<Class, FlowClass | null>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** The flow class that a name stands for, or null if it is none. */
  of(origin: Origin | null): FlowClass | null {
    if (origin?.kind !== "local" || origin.declaration.kind !== "class") return null;
    const { declaration, module } = origin;
    const { node } = declaration;
    let known = this.#known.get(node);
    if (known === undefined) {
      // A class that extends itself in a circle is no flow.
      this.#known.set(node, null);
      known = this.#read(declaration.name, node, declaration.outer, module);
      this.#known.set(node, known);
    }
    return known;
  }

  #read(name: string, node: Class, outer: Node, module: SourceModule): FlowClass | null {
    const base = this.#base(node, module);
    if (base === null) return null;
    return {
      name,
      module,
      node,
      outer,
      base: base === "FlowSpec" ? null : base,
      ...readMembers(node, module, this.#reader),
      decorators: (node.decorators ?? []).map((decorator) =>
        readDecorator(decorator, module, this.#reader.lookup, this.#reader.evaluator)
      ),
    };
  }

  #base(node: Class, module: SourceModule): FlowClass | "FlowSpec" | null {
    if (!node.superClass) return null;
    let origin = this.#reader.lookup.expression(module, unwrap(node.superClass));
    for (let depth = 0; depth < DEPTH; depth++) {
      if (origin?.kind === "flow") return origin.name === "FlowSpec" ? "FlowSpec" : null;
      if (origin?.kind !== "local" || origin.declaration.kind !== "const") return this.of(origin);
      origin = this.#reader.lookup.expression(origin.module, unwrap(origin.declaration.init));
    }
    return null;
  }

  /** A problem if a class has steps but a base that cannot be read, else null. */
  hiddenBase(node: Class, module: SourceModule): GraphProblem | null {
    const { superClass } = node;
    if (!superClass) return null;
    const { members } = readMembers(node, module, this.#reader);
    if (!members.some((member) => member.kind === "method" && member.step !== null)) return null;
    return {
      rule: "flow-base",
      message: `Cannot see that "${sourceOf(superClass, module)}" extends FlowSpec`,
      hint: "Extend FlowSpec itself, or a class that a local file declares with `class`.",
      step: null,
      location: locate(superClass, module),
    };
  }
}
