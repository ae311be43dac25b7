import type { Node } from "@babel/types";
import type { Declaration, ImportedName } from "./bindings.ts";
import type { SourceFiles, SourceModule } from "./files.ts";
import { isModulePath } from "./parse.ts";

/** What a name in a module finally stands for, imports and re-exports followed. */
export type Origin =
  /** Exported by Flow; `name` is `*` for the namespace. */
  | { kind: "flow"; name: string }
  | { kind: "local"; module: SourceModule; name: string; declaration: Declaration }
  | { kind: "namespace"; module: SourceModule }
  /** From a package; `specifier` is resolved. `local` names are those that lead nowhere. */
  | { kind: "external"; specifier: string; name: string };

/**
 * Resolves names over module borders. Answers are kept, so that each name of each module is looked
 * up once; cycles of re-exports end in null.
 */
export class Lookup {
  readonly files: SourceFiles;
  readonly #names = new Map<SourceModule, Map<string, Origin | null>>();

  constructor(files: SourceFiles) {
    this.files = files;
  }

  /**
   * @param name A name as used in the module's top scope.
   * @returns What it stands for, or null for a global or an unknown name.
   */
  name(module: SourceModule, name: string): Origin | null {
    return this.#once(module, name, () => {
      const declaration = module.bindings.declarations.get(name);
      if (declaration !== undefined) return { kind: "local", module, name, declaration };
      const imported = module.bindings.imports.get(name);
      return imported === undefined ? null : this.#imported(module, imported);
    });
  }

  /** What another module gets when it imports `name` from `module`. */
  exported(module: SourceModule, name: string): Origin | null {
    // Names and exports share a table: a space keeps them apart.
    return this.#once(module, " " + name, () => {
      const entry = module.bindings.exports.get(name);
      if (entry !== undefined) {
        return "local" in entry ? this.name(module, entry.local) : this.#imported(module, entry);
      }
      if (name === "default") return null;
      for (const specifier of module.bindings.stars) {
        const found = this.#imported(module, { specifier, imported: name, typeOnly: false });
        if (found !== null && found.kind !== "external") return found;
      }
      return null;
    });
  }

  /**
   * Resolves `name`, `namespace.name` and `namespace.inner.name`.
   *
   * @returns null if the expression is of another form, or leads nowhere.
   */
  expression(module: SourceModule, node: Node): Origin | null {
    if (node.type === "Identifier") return this.name(module, node.name);
    if (node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier") {
      const object = this.expression(module, node.object);
      return object === null ? null : this.member(object, node.property.name);
    }
    return null;
  }

  /** What `origin.name` is when `origin` is a namespace. */
  member(origin: Origin, name: string): Origin | null {
    if (origin.kind === "namespace") return this.exported(origin.module, name);
    if (origin.kind === "flow" && origin.name === "*") return { kind: "flow", name };
    if (origin.kind === "external" && origin.name === "*") return { ...origin, name };
    return null;
  }

  #imported(module: SourceModule, { specifier, imported }: ImportedName): Origin | null {
    const target = this.files.resolve(specifier, module);
    if (target.kind === "flow") return { kind: "flow", name: imported };
    if (target.kind !== "local") {
      return { kind: "external", specifier: target.specifier, name: imported };
    }
    // What is imported from JSON or text is a value that only the running flow has.
    const next = isModulePath(target.path) ? this.files.load(target.path) : null;
    if (next === null) return null;
    return imported === "*" ? { kind: "namespace", module: next } : this.exported(next, imported);
  }

  #once(module: SourceModule, key: string, find: () => Origin | null): Origin | null {
    let names = this.#names.get(module);
    if (names === undefined) this.#names.set(module, names = new Map());
    let found = names.get(key);
    if (found === undefined) {
      names.set(key, null);
      found = find();
      names.set(key, found);
    }
    return found;
  }
}
