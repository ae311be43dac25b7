/**
 * Ends what an executor's step has started, should the scheduler die without a word. Executors see
 * their connection close and end themselves; programs that a step runs (`@permissions({ run })`) do
 * not, so a shell outlives the scheduler just long enough to end their process groups.
 *
 * @module
 */

const SCRIPT = `trap '' INT TERM HUP
groups=
while read -r op group; do
  case $op in
    +) groups="$groups $group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done`;

/** Started with the first executor that may run programs. */
export class Reaper {
  #child: Deno.ChildProcess | null = null;
  #writer: WritableStreamDefaultWriter<Uint8Array> | null = null;
  #groups = new Set<number>();

  /**
   * The group of this process dies with the scheduler, from when this resolves. Before that, nothing
   * has run in it that could outlive it.
   */
  async watch(pid: number): Promise<void> {
    if (Deno.build.os === "windows") return;
    if (this.#child === null) {
      this.#child = new Deno.Command("/bin/sh", {
        args: ["-c", SCRIPT],
        stdin: "piped",
        stdout: "null",
        stderr: "null",
        clearEnv: true,
        detached: true,
      }).spawn();
      this.#child.unref();
      this.#writer = this.#child.stdin.getWriter();
    }
    this.#groups.add(pid);
    await this.#tell(`+ ${pid}\n`);
  }

  /** The process has ended, and its group was killed. */
  release(pid: number): void {
    if (this.#groups.delete(pid)) void this.#tell(`- ${pid}\n`);
  }

  /** Lets the shell end. */
  async close(): Promise<void> {
    await this.#writer?.close().catch(() => {});
    await this.#child?.status;
  }

  async #tell(line: string) {
    await this.#writer!.write(new TextEncoder().encode(line)).catch(() => {});
  }
}
