/**
 * A parameter's value as text. A path is told from the folder of the flow's file, where both are
 * below a common folder: that is how it was written, and what differs stands in front.
 *
 * @param value As it was recorded.
 * @param file The flow's file, absolute.
 */
export function parameterText(value: unknown, file: string): string {
  if (typeof value !== "string") return JSON.stringify(value);
  if (!/^\/[^\n]+$/.test(value)) return value;
  const path = value.split("/");
  const folder = file.split("/").slice(0, -1);
  let common = 0;
  while (common < folder.length && path[common] === folder[common]) common++;
  // "/" and one folder are common to much that does not belong together.
  if (common < 3 || folder.length - common > 2) return value;
  return [...folder.slice(common).map(() => ".."), ...path.slice(common)].join("/");
}
