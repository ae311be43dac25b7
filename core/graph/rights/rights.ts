import type { Node } from "@babel/types";
import type { RightUse } from "../graph.ts";
import type { Declaration } from "../source/bindings.ts";
import type { Evaluator } from "../source/evaluate.ts";
import { locate, type SourceModule } from "../source/files.ts";
import type { Lookup, Origin } from "../source/lookup.ts";
import { traceCode } from "../trace/method.ts";
import type { Reference, Trace } from "../trace/trace.ts";
import { describeArgument } from "./argument.ts";
import { type ApiRight, rightsOfDeno, rightsOfGlobal, rightsOfNode } from "./table.ts";

/** What code needs rights for. */
export interface RightsFound {
  uses: RightUse[];
  /** It calls code that is not read, which may use any right. */
  unknown: boolean;
}

/** What one piece of code itself needs, and the declarations that it uses. */
interface Piece extends RightsFound {
  next: { declaration: Declaration; module: SourceModule; called: boolean }[];
}

/** Names of `"flow"` that look into other flows' results. */
const CLIENT = /^(flows|Flow|Run|Step|Task|Artifact)$/;

/** Finds the rights that code needs, through the functions of local modules that it calls. */
export class Rights {
  readonly #lookup: Lookup;
  readonly #evaluator: Evaluator;
  readonly #pieces = new Map<Declaration, Piece>();

  constructor(lookup: Lookup, evaluator: Evaluator) {
    this.#lookup = lookup;
    this.#evaluator = evaluator;
  }

  /**
   * @param traces The code to begin with.
   * @param onlyCalled Follow only what is called: for code that runs when a module is loaded.
   */
  of(traces: Iterable<Trace>, onlyCalled = false): RightsFound {
    const found: RightsFound = { uses: [], unknown: false };
    const keys = new Set<string>();
    const visited = new Set<Declaration>();
    const open = [...traces].map((trace) => ({ piece: this.#pieceOf(trace), given: true }));
    for (let top = open.pop(); top !== undefined; top = open.pop()) {
      const { piece, given } = top;
      for (const use of piece.uses) {
        const key = `${use.right} ${use.what}`;
        if (!keys.has(key)) found.uses.push(use);
        keys.add(key);
      }
      found.unknown ||= piece.unknown;
      for (const { declaration, module, called } of piece.next) {
        if (visited.has(declaration) || (onlyCalled && given && !called)) continue;
        visited.add(declaration);
        open.push({ piece: this.#declared(declaration, module), given: false });
      }
    }
    return found;
  }

  #declared(declaration: Declaration, module: SourceModule): Piece {
    let piece = this.#pieces.get(declaration);
    if (piece === undefined) {
      const node = codeOf(declaration);
      piece = node === null
        ? { uses: [], unknown: false, next: [] }
        : this.#pieceOf(traceCode(node, module));
      this.#pieces.set(declaration, piece);
    }
    return piece;
  }

  #pieceOf(trace: Trace): Piece {
    const piece: Piece = { uses: [], unknown: false, next: [] };
    for (const reference of trace.references) {
      const origin = this.#lookup.name(trace.module, reference.name);
      this.#add(piece, reference, origin, reference.path, trace.module);
    }
    return piece;
  }

  #add(
    piece: Piece,
    reference: Reference,
    origin: Origin | null,
    path: readonly string[],
    module: SourceModule,
  ): void {
    const [name = "", ...rest] = path;
    if (origin === null) {
      this.#addGlobal(piece, reference, [reference.name, ...path], module);
      return;
    }
    const member = this.#lookup.member(origin, name);
    if (member !== null && name !== "*") {
      this.#add(piece, reference, member, rest, module);
      return;
    }
    switch (origin.kind) {
      case "flow":
        if (CLIENT.test(origin.name)) {
          const flow = (this.#argument(reference, "name", module) ?? "").split("/")[0]!;
          piece.uses.push(this.#use("flows", origin.name, flow, reference, module));
        }
        return;
      case "local":
        piece.next.push({
          declaration: origin.declaration,
          module: origin.module,
          called: reference.call !== null,
        });
        return;
      case "namespace":
        piece.unknown = true;
        return;
      case "external":
        this.#addExternal(piece, reference, origin, path, module);
    }
  }

  #addExternal(
    piece: Piece,
    reference: Reference,
    origin: Origin & { kind: "external" },
    path: readonly string[],
    module: SourceModule,
  ): void {
    if (!origin.specifier.startsWith("node:")) {
      piece.unknown = true;
      return;
    }
    const whole = origin.name === "*" || origin.name === "default";
    const names = whole ? path : [origin.name, ...path];
    const node = origin.specifier.slice("node:".length);
    if (node === "process") this.#addProcess(piece, reference, names, module);
    else if (names.length === 0 || names[0] === "*") piece.unknown = true;
    // node:fs has its promises inside.
    else this.#addApi(piece, reference, rightsOfNode(node, names.at(-1)!), names, module);
  }

  #addGlobal(piece: Piece, reference: Reference, names: string[], module: SourceModule): void {
    const [root, ...path] = names;
    switch (root) {
      case "globalThis":
      case "self":
        if (path.length === 0 || path[0] === "*") piece.unknown = true;
        else this.#addGlobal(piece, reference, path, module);
        return;
      case "Deno":
        if (path.length === 0 || path[0] === "*") piece.unknown = true;
        else if (path[0] === "env") this.#addEnv(piece, reference, "Deno.env", path[1], module);
        else this.#addApi(piece, reference, rightsOfDeno(path[0]!), names, module);
        return;
      case "process":
        this.#addProcess(piece, reference, path, module);
        return;
      case "eval":
      case "Function":
      case "import":
      case "require":
        piece.unknown = true;
        return;
      default:
        this.#addApi(piece, reference, rightsOfGlobal(root!), names, module);
    }
  }

  #addProcess(piece: Piece, reference: Reference, path: readonly string[], module: SourceModule) {
    if (path[0] !== "env") return;
    const name = path[1] === undefined || path[1] === "*" ? "" : path[1];
    piece.uses.push(this.#use("env", "process.env", name, reference, module));
  }

  #addEnv(
    piece: Piece,
    reference: Reference,
    api: string,
    method: string | undefined,
    module: SourceModule,
  ): void {
    const named = method === "get" || method === "has" || method === "set" || method === "delete";
    const name = named ? this.#argument(reference, "name", module) ?? "" : "";
    piece.uses.push(this.#use("env", api, name, reference, module));
  }

  #addApi(
    piece: Piece,
    reference: Reference,
    rights: readonly ApiRight[],
    names: readonly string[],
    module: SourceModule,
  ): void {
    for (const { right, argument } of rights) {
      const what = this.#argument(reference, argument, module);
      if (what !== null) {
        piece.uses.push(this.#use(right, names.join("."), what, reference, module));
      }
    }
  }

  #argument(
    reference: Reference,
    kind: ApiRight["argument"],
    module: SourceModule,
  ): string | null {
    return describeArgument(reference.call?.arguments[0], kind, module, this.#evaluator);
  }

  #use(
    right: RightUse["right"],
    api: string,
    what: string,
    reference: Reference,
    module: SourceModule,
  ): RightUse {
    return { right, api, what, location: locate(reference.at, module) };
  }
}

/** The code behind a name, or null if there is none. */
function codeOf(declaration: Declaration): Node | null {
  switch (declaration.kind) {
    case "class":
    case "function":
      return declaration.node;
    case "const":
      return declaration.init;
    case "other":
      return /Pattern$|^Identifier$|^TS/.test(declaration.node.type) ? null : declaration.node;
    default:
      return null;
  }
}
