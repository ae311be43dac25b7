import type { Node, Program } from "@babel/types";
import type { SourceLocation } from "../graph.ts";
import { type ModuleBindings, readBindings } from "./bindings.ts";
import { loadParser, type Parser, placeOf, type SyntaxProblem } from "./parse.ts";
import { findProject, type Project } from "./project.ts";
import { readSpecifiers, type Specifier } from "./specifiers.ts";
import { type Resolution, resolveSpecifier } from "./resolve.ts";

/** One module of the user's, read and parsed once. */
export interface SourceModule {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
  text: string;
  program: Program | null;
  errors: SyntaxProblem[];
  bindings: ModuleBindings;
  /** The other files that it names. */
  specifiers: Specifier[];
}

/**
 * The local modules of one analysis. Each file is read and parsed at most once, whoever asks for
 * it: the graph reader, the linter, and the closure for the code package.
 */
export class SourceFiles {
  readonly project: Project;
  readonly #parser: Parser;
  readonly #modules = new Map<string, SourceModule | null>();

  private constructor(project: Project, parser: Parser) {
    this.project = project;
    this.#parser = parser;
  }

  /**
   * @param file The absolute path of the flow file, whose project's import map holds.
   * @param project The project, if it is known already.
   */
  static async open(file: string, project = findProject(file)): Promise<SourceFiles> {
    return new SourceFiles(project, await loadParser());
  }

  /**
   * @param path An absolute path.
   * @returns The module, or null if there is no such file (or it cannot be read).
   */
  load(path: string): SourceModule | null {
    let module = this.#modules.get(path);
    if (module === undefined) {
      module = this.#read(path);
      this.#modules.set(path, module);
    }
    return module;
  }

  /** All modules loaded so far. */
  loaded(): SourceModule[] {
    return [...this.#modules.values()].filter((module) => module !== null);
  }

  /** Where a specifier in `referrer` leads. */
  resolve(specifier: string, referrer: SourceModule): Resolution {
    return resolveSpecifier(specifier, referrer.path, this.project);
  }

  /** The bytes of a file that is no module, or null if it cannot be read. */
  bytes(path: string): Uint8Array<ArrayBuffer> | null {
    try {
      return Deno.readFileSync(path);
    } catch {
      return null;
    }
  }

  #read(path: string): SourceModule | null {
    const bytes = this.bytes(path);
    if (bytes === null) return null;
    const text = new TextDecoder().decode(bytes);
    const { program, errors } = this.#parser(text, path);
    return {
      path,
      bytes,
      text,
      program,
      errors,
      bindings: readBindings(program),
      specifiers: readSpecifiers(program, text),
    };
  }
}

/** The place of a node in its module. */
export function locate(node: Node, module: SourceModule): SourceLocation {
  return { file: module.path, ...placeOf(node) };
}

/** The source text of a node. */
export function sourceOf(node: Node, module: SourceModule): string {
  return module.text.slice(node.start ?? 0, node.end ?? 0);
}
