/**
 * The least that a durable, parallel foreach in separate processes can cost: two processes, each
 * with a Worker; a message to the Worker and back for each task; a row for each task, committed in
 * groups with `synchronous=FULL`. Flow's figures are told as multiples of this.
 *
 * Usage: `deno run -A tests/bench/bare/loop.ts COUNT DATABASE`
 */

import { DatabaseSync } from "node:sqlite";

const GROUP_WINDOW = 5;

const count = Number(Deno.args[0]);
/** Tasks that are sent ahead to a process; each of the two has some. */
const AHEAD = Math.min(16, Math.ceil(count / 2));
const db = new DatabaseSync(Deno.args[1]!);
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE tasks (number INTEGER PRIMARY KEY, result INTEGER NOT NULL) STRICT`);
const insert = db.prepare("INSERT INTO tasks (number, result) VALUES (?, ?)");

let next = 0;
let done = 0;
let pending: [number, number][] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
const finished = Promise.withResolvers<void>();

function commit() {
  clearTimeout(timer);
  timer = undefined;
  db.exec("BEGIN IMMEDIATE");
  for (const [number, result] of pending) insert.run(number, result);
  db.exec("COMMIT");
  pending = [];
  if (done === count) finished.resolve();
}

async function drive() {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("./executor.ts", import.meta.url).pathname],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const encoder = new TextEncoder();
  let open = 0;
  const fill = () => {
    for (; open < AHEAD && next < count; open++) writer.write(encoder.encode(`${next++}\n`));
  };
  fill();
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const [number, result] = line.split(" ").map(Number);
      pending.push([number!, result!]);
      open--;
      done++;
    }
    fill();
    timer ??= setTimeout(commit, GROUP_WINDOW);
    if (next >= count && open === 0) break;
  }
  await writer.close();
  child.kill();
  await child.status;
}

const drivers = [drive(), drive()];
await finished.promise;
await Promise.all(drivers);
db.close();
