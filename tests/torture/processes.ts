/**
 * Processes as `/proc` of Linux tells of them.
 *
 * @module
 */

interface Process {
  pid: number;
  parent: number;
}

/** All that a process has started, and what these have, that still runs. */
function descendants(pid: number): number[] {
  const all = processes();
  const found = [pid];
  // It grows while it is gone through.
  for (const one of found) {
    for (const other of all) if (other.parent === one) found.push(other.pid);
  }
  return found.slice(1);
}

/**
 * The executors that a `flow` process has, and the programs of their steps. Without the shell that
 * ends such programs should `flow` die: who ends that as well has nobody left to do it.
 */
export function executors(pid: number): number[] {
  return descendants(pid).filter((one) => !commandLine(one).startsWith("/bin/sh"));
}

/** How a process was started, or nothing where it is gone. */
export function commandLine(pid: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
  } catch {
    return "";
  }
}

/** Processes that work in a folder, or that were started with it in their command line. */
export function processesOf(folder: string): number[] {
  return processes().map(({ pid }) => pid).filter((pid) => {
    try {
      return Deno.readLinkSync(`/proc/${pid}/cwd`).startsWith(folder) ||
        commandLine(pid).includes(folder);
    } catch {
      return false;
    }
  });
}

/** Sends SIGKILL; whether there was anybody to get it. */
export function kill(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

/** All but those that only wait for their parents to ask how they ended. */
function processes(): Process[] {
  const found: Process[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // pid (name) state parent …, and the name may hold anything.
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state !== "Z" && state !== "X") found.push({ pid: Number(name), parent: Number(parent) });
    } catch {
      // It has just ended.
    }
  }
  return found;
}
