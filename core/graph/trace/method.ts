import type { Node, Statement } from "@babel/types";
import type { SourceModule } from "../source/files.ts";
import { use } from "./expressions.ts";
import { type FunctionNode, walkBody, walkParameters } from "./functions.ts";
import { statement } from "./statements.ts";
import type { Trace } from "./trace.ts";
import { INPUTS, Walk } from "./walk.ts";

/**
 * Traces a method of a flow class.
 *
 * @param inputs The position of the parameter that is the inputs of a join, or -1.
 */
export function traceMethod(node: FunctionNode, module: SourceModule, inputs: number): Trace {
  const walk = new Walk(module);
  walk.inScope(() => {
    walkParameters(walk, node, node.params.map((_, index) => index === inputs ? INPUTS : null));
    walkBody(walk, node);
  });
  return walk.trace;
}

/**
 * Traces code outside of a flow's methods, where `this` is nothing that matters.
 *
 * @param onlyNow Leave out functions that are not called right where they stand.
 */
export function traceCode(node: Node, module: SourceModule, onlyNow = false): Trace {
  const walk = new Walk(module);
  walk.foreignThis = 1;
  walk.onlyNow = onlyNow;
  if (/Statement$|Declaration$/.test(node.type)) statement(walk, node as Statement);
  else use(walk, node);
  return walk.trace;
}
