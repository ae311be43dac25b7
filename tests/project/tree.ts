/** The project's folder, with a slash at its end. */
export const ROOT = new URL("../../", import.meta.url);

/** What a checkout may hold besides the project itself. */
const OTHER = new Set([".git", ".flow", "dist", "node_modules"]);

/** All files of the project below `folder`, as paths from the project's folder. */
export function projectFiles(folder = ""): string[] {
  const files: string[] = [];
  for (const { name, isDirectory, isFile } of Deno.readDirSync(new URL(folder || ".", ROOT))) {
    if (OTHER.has(name)) continue;
    if (isDirectory) files.push(...projectFiles(`${folder}${name}/`));
    else if (isFile) files.push(folder + name);
  }
  return files.sort();
}

/** The text of a file of the project. */
export function textOf(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}
