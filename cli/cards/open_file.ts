/** What opens a file for a person, by system. */
const OPENERS: Partial<Record<typeof Deno.build.os, string[]>> = {
  darwin: ["open"],
  windows: ["cmd", "/c", "start", ""],
  linux: ["xdg-open"],
};

/**
 * Opens a file with what the person has for it.
 *
 * @returns Whether that could be done: there may be no screen.
 */
export async function openFile(path: string): Promise<boolean> {
  const [program, ...args] = OPENERS[Deno.build.os] ?? [];
  const isLinux = Deno.build.os === "linux";
  const hasScreen = !isLinux || Deno.env.has("DISPLAY") || Deno.env.has("WAYLAND_DISPLAY");
  if (program === undefined || !hasScreen) return false;
  try {
    const { success } = await new Deno.Command(program, {
      args: [...args, path],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}
