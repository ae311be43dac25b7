/**
 * The least that steps one after the other in processes of their own can cost: for each a process
 * with a Worker, of which two are started ahead; a message to the Worker and back; a row, committed
 * alone with `synchronous=FULL`.
 *
 * Usage: `deno run -A tests/bench/bare/chain.ts COUNT DATABASE`
 */

import { DatabaseSync } from "node:sqlite";

const AHEAD = 2;
const count = Number(Deno.args[0]);
const db = new DatabaseSync(Deno.args[1]!);
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE tasks (number INTEGER PRIMARY KEY, result INTEGER NOT NULL) STRICT`);
const insert = db.prepare("INSERT INTO tasks (number, result) VALUES (?, ?)");

function start() {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("./executor.ts", import.meta.url).pathname],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
}

async function ask(child: Deno.ChildProcess, number: number): Promise<number> {
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`${number}\n`));
  const { value } = await child.stdout.getReader().read();
  return Number(new TextDecoder().decode(value).split(" ")[1]);
}

const ended: Promise<unknown>[] = [];
const ready = Array.from({ length: Math.min(AHEAD, count) }, start);
for (let number = 0; number < count; number++) {
  const child = ready.shift()!;
  if (number + AHEAD < count) ready.push(start());
  insert.run(number, await ask(child, number));
  child.kill("SIGKILL");
  ended.push(child.status);
}
await Promise.all(ended);
db.close();
