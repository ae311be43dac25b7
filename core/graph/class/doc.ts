import type { Node } from "@babel/types";

/** The first sentence of the doc comment before a node, or "". */
export function docOf(...nodes: (Node | null | undefined)[]): string {
  for (const node of nodes) {
    const comment = node?.leadingComments?.at(-1);
    if (comment?.type === "CommentBlock" && comment.value.startsWith("*")) {
      return firstSentence(comment.value);
    }
  }
  return "";
}

function firstSentence(comment: string): string {
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*+ ?/, "").trim());
  const text: string[] = [];
  for (const line of lines) {
    if (line.startsWith("@") || (line === "" && text.length > 0)) break;
    if (line !== "") text.push(line);
  }
  const joined = text.join(" ");
  const end = joined.search(/[.!?](\s|$)/);
  return end < 0 ? joined : joined.slice(0, end + 1);
}
