import type {
  ClassDeclaration,
  ClassExpression,
  Expression,
  Node,
  Program,
  Statement,
  TSEnumDeclaration,
  TSType,
} from "@babel/types";

/** What a name at the top of a module stands for. */
export type Declaration =
  | { kind: "class"; node: ClassDeclaration | ClassExpression; name: string; outer: Node }
  | { kind: "const"; init: Expression }
  | { kind: "function"; node: Node }
  | { kind: "enum"; node: TSEnumDeclaration }
  | { kind: "type"; node: TSType }
  /** `let`, a pattern, an interface, a namespace: there, but not to be evaluated. */
  | { kind: "other"; node: Node };

/** A name that a module takes from another. `imported` is `*` for the whole namespace. */
export interface ImportedName {
  specifier: string;
  imported: string;
  typeOnly: boolean;
}

/** The names at the top of a module, and what it gives to others. */
export interface ModuleBindings {
  imports: Map<string, ImportedName>;
  declarations: Map<string, Declaration>;
  /** By exported name: a name of this module, or one passed on from another. */
  exports: Map<string, { local: string } | ImportedName>;
  /** Specifiers of `export * from`. */
  stars: string[];
}

/** The name under which an anonymous default export is declared. */
export const DEFAULT = "*default*";

/** Reads the top level of a module. */
export function readBindings(program: Program | null): ModuleBindings {
  const bindings: ModuleBindings = {
    imports: new Map(),
    declarations: new Map(),
    exports: new Map(),
    stars: [],
  };
  for (const statement of program?.body ?? []) readStatement(statement, statement, bindings);
  return bindings;
}

function readStatement(node: Statement, outer: Node, bindings: ModuleBindings): void {
  switch (node.type) {
    case "ImportDeclaration":
      for (const item of node.specifiers) {
        bindings.imports.set(item.local.name, {
          specifier: node.source.value,
          imported: item.type === "ImportNamespaceSpecifier"
            ? "*"
            : item.type === "ImportDefaultSpecifier"
            ? "default"
            : nameOf(item.imported),
          typeOnly: node.importKind === "type" ||
            (item.type === "ImportSpecifier" && item.importKind === "type"),
        });
      }
      break;
    case "ExportNamedDeclaration":
      for (const item of node.specifiers) {
        const exported = nameOf(item.exported);
        if (item.type === "ExportSpecifier" && !node.source) {
          bindings.exports.set(exported, { local: nameOf(item.local) });
        } else if (node.source) {
          bindings.exports.set(exported, {
            specifier: node.source.value,
            imported: item.type === "ExportSpecifier" ? nameOf(item.local) : "*",
            typeOnly: node.exportKind === "type",
          });
        }
      }
      if (node.declaration) {
        for (const name of declare(node.declaration, outer, bindings)) {
          bindings.exports.set(name, { local: name });
        }
      }
      break;
    case "ExportAllDeclaration":
      bindings.stars.push(node.source.value);
      break;
    case "ExportDefaultDeclaration": {
      const { declaration } = node;
      const names = declaration.type === "ClassDeclaration" ||
          declaration.type === "FunctionDeclaration"
        ? declare(declaration, outer, bindings)
        : [];
      if (names.length === 0 && declaration.type === "Identifier") names.push(declaration.name);
      else if (names.length === 0) {
        declareValue(DEFAULT, declaration as Expression, outer, bindings);
        names.push(DEFAULT);
      }
      bindings.exports.set("default", { local: names[0]! });
      break;
    }
    default:
      declare(node, outer, bindings);
  }
}

/** Declares what a statement declares, and returns the names. */
function declare(node: Statement, outer: Node, bindings: ModuleBindings): string[] {
  const set = (name: string, declaration: Declaration) => {
    bindings.declarations.set(name, declaration);
    return [name];
  };
  switch (node.type) {
    case "ClassDeclaration": {
      const name = node.id?.name ?? DEFAULT;
      return set(name, { kind: "class", node, name: node.id?.name ?? "", outer });
    }
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      return set(node.id?.name ?? DEFAULT, { kind: "function", node });
    case "TSEnumDeclaration":
      return set(node.id.name, { kind: "enum", node });
    case "TSTypeAliasDeclaration":
      return set(node.id.name, { kind: "type", node: node.typeAnnotation });
    case "VariableDeclaration":
      return node.declarations.flatMap(({ id, init }) => {
        if (id.type !== "Identifier") {
          return patternNames(id).flatMap((name) => set(name, { kind: "other", node: init ?? id }));
        }
        if (node.kind === "const" && init) return declareValue(id.name, init, outer, bindings);
        return set(id.name, { kind: "other", node: init ?? id });
      });
    case "TSInterfaceDeclaration":
      return set(node.id.name, { kind: "other", node });
    case "TSModuleDeclaration":
      return node.id.type === "Identifier" ? set(node.id.name, { kind: "other", node }) : [];
    default:
      return [];
  }
}

function declareValue(
  name: string,
  init: Expression,
  outer: Node,
  bindings: ModuleBindings,
): string[] {
  const declaration: Declaration = init.type === "ClassExpression"
    ? { kind: "class", node: init, name: init.id?.name ?? (name === DEFAULT ? "" : name), outer }
    : init.type === "FunctionExpression" || init.type === "ArrowFunctionExpression"
    ? { kind: "function", node: init }
    : { kind: "const", init };
  bindings.declarations.set(name, declaration);
  return [name];
}

/** All names that a pattern binds. */
export function patternNames(node: Node): string[] {
  switch (node.type) {
    case "Identifier":
      return [node.name];
    case "ObjectPattern":
      return node.properties.flatMap((property) =>
        patternNames(property.type === "RestElement" ? property.argument : property.value)
      );
    case "ArrayPattern":
      return node.elements.flatMap((element) => element === null ? [] : patternNames(element));
    case "AssignmentPattern":
      return patternNames(node.left);
    case "RestElement":
      return patternNames(node.argument);
    default:
      return [];
  }
}

function nameOf(
  node: { type: "Identifier"; name: string } | { type: "StringLiteral"; value: string } | Node,
): string {
  return node.type === "Identifier" ? node.name : node.type === "StringLiteral" ? node.value : "";
}
