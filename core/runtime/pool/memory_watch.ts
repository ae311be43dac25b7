/**
 * Watches how much memory executors hold. V8's own limit does not count ArrayBuffers and does not
 * spare the process, so the process is measured from outside.
 *
 * @module
 */

/** Milliseconds between two looks. */
const INTERVAL = 50;
const MEBIBYTE = 1024 * 1024;
/** Bytes of a page in `/proc/PID/statm` on the systems that Deno runs on. */
const PAGE = 4096;

/** A process to watch, and what to do when it holds too much. */
export interface Watched {
  pid: number;
  /** Whether it may have started other processes, which count as well (on Linux). */
  withOthers: boolean;
  /** Megabytes. */
  limit: number;
  exceeded(megabytes: number): void;
}

/** One timer for all executors; it runs only while there are any. */
export class MemoryWatch {
  #watched = new Set<Watched>();
  #timer: ReturnType<typeof setInterval> | undefined;

  add(watched: Watched): void {
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.#look(), INTERVAL);
  }

  remove(watched: Watched): void {
    this.#watched.delete(watched);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look() {
    if (Deno.build.os !== "linux") return void this.#lookWithPs();
    for (const watched of this.#watched) {
      try {
        this.#judge(watched, bytesOf(watched.pid, watched.withOthers));
      } catch {
        // The process has just ended.
      }
    }
  }

  async #lookWithPs() {
    const pids = [...this.#watched].map((watched) => watched.pid).join(",");
    const { stdout } = await new Deno.Command("ps", { args: ["-o", "pid=,rss=", "-p", pids] })
      .output();
    for (const line of new TextDecoder().decode(stdout).split("\n")) {
      const [pid, kilobytes] = line.trim().split(/\s+/).map(Number);
      for (const watched of this.#watched) {
        if (watched.pid === pid) this.#judge(watched, kilobytes! * 1024);
      }
    }
  }

  #judge(watched: Watched, bytes: number) {
    const megabytes = bytes / MEBIBYTE;
    if (megabytes > watched.limit) watched.exceeded(Math.round(megabytes));
  }
}

/** The memory that a process holds. */
function bytesOf(pid: number, withOthers: boolean): number {
  const statm = Deno.readTextFileSync(`/proc/${pid}/statm`);
  let bytes = Number(statm.split(" ")[1]) * PAGE;
  if (!withOthers) return bytes;
  for (const { name } of Deno.readDirSync(`/proc/${pid}/task`)) {
    const children = Deno.readTextFileSync(`/proc/${pid}/task/${name}/children`).trim();
    if (children === "") continue;
    for (const child of children.split(" ")) {
      try {
        bytes += bytesOf(Number(child), true);
      } catch {
        // It has just ended.
      }
    }
  }
  return bytes;
}
