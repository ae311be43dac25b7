import type { Node } from "@babel/types";
import type { Evaluator } from "../source/evaluate.ts";
import type { SourceModule } from "../source/files.ts";
import { unwrap } from "../trace/calls.ts";
import type { Argument } from "./table.ts";

/**
 * What the first argument of a call names, in the words of Deno's permissions.
 *
 * @returns The path, host, variable or program; "" when the source does not spell it out; null when
 *   the call needs no right after all, such as a fetch of a `data:` URL.
 */
export function describeArgument(
  node: Node | undefined,
  kind: Argument,
  module: SourceModule,
  evaluator: Evaluator,
): string | null {
  if (!node || kind === "none") return "";
  const argument = unwrap(node);
  if (kind === "address") return address(argument, module, evaluator);
  return evaluator.text(argument, module) ?? "";
}

function address(node: Node, module: SourceModule, evaluator: Evaluator): string | null {
  if (node.type === "ObjectExpression") {
    const options = evaluator.value(node, module);
    const { hostname = "", port } = options.kind === "literal"
      ? options.value as { hostname?: unknown; port?: unknown }
      : {};
    if (typeof hostname !== "string" || hostname === "") return "";
    return typeof port === "number" ? `${hostname}:${port}` : hostname;
  }
  if (node.type === "NewExpression" && node.arguments.length === 1) {
    return address(unwrap(node.arguments[0]!), module, evaluator);
  }
  const text = evaluator.text(node, module) ?? (node.type === "TemplateLiteral" ? head(node) : "");
  if (/^(data|blob):/.test(text)) return null;
  return /^(?:https?|wss?):\/\/(?:[^/@]*@)?([^/?#]+)/.exec(text)?.[1] ?? "";
}

/** The beginning of a template that holds the whole host: `https://example.com/${path}`. */
function head(node: Node & { type: "TemplateLiteral" }): string {
  const text = node.quasis[0]?.value.cooked ?? "";
  return /^[a-z]+:\/\/[^/]+\//.test(text) ? text : "";
}
