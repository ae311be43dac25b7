import assert from "node:assert/strict";
import type { LiveTask } from "./live_task.ts";
import { ReadyQueue, type TaskSource } from "./ready_queue.ts";

const task = (number: number, step: string) => ({ number, step }) as LiveTask;

/** Makes tasks of a step as they are taken, and tells how many it has made. */
class Source implements TaskSource {
  made = 0;
  constructor(readonly step: string, readonly first: number, readonly count: number) {}
  get left() {
    return this.count - this.made;
  }
  next(): LiveTask | null {
    return this.made < this.count ? task(this.first + this.made++, this.step) : null;
  }
}

function takeAll(queue: ReadyQueue, step: string): number[] {
  const numbers: number[] = [];
  for (let one = queue.take(step); one !== null; one = queue.take(step)) numbers.push(one.number);
  return numbers;
}

Deno.test("ReadyQueue.take() gives tasks of a step in the order in which they came", () => {
  const queue = new ReadyQueue(["end", "a"]);
  for (let number = 1; number <= 5000; number++) queue.add(task(number, "a"));
  assert.deepEqual(takeAll(queue, "a"), Array.from({ length: 5000 }, (_, at) => at + 1));
  assert.equal(queue.take("end"), null);
  assert.ok(queue.isEmpty);
});

Deno.test("ReadyQueue.take() makes the tasks of a source only as they are taken", () => {
  const queue = new ReadyQueue(["a"]);
  const [first, second] = [new Source("a", 10, 3), new Source("a", 20, 2)];
  queue.addSource(first);
  queue.addSource(second);
  assert.equal(queue.take("a")!.number, 10);
  assert.deepEqual([first.made, second.made], [1, 0]);
  assert.equal(queue.waiting("a"), 4);
  queue.add(task(1, "a"));
  assert.deepEqual(takeAll(queue, "a"), [1, 11, 12, 20, 21]);
});

Deno.test("ReadyQueue.putBack() makes a task the next one", () => {
  const queue = new ReadyQueue(["a"]);
  queue.add(task(1, "a"));
  queue.add(task(2, "a"));
  const [one, two] = [queue.take("a")!, queue.take("a")!];
  queue.add(task(3, "a"));
  queue.putBack(two);
  queue.putBack(one);
  assert.deepEqual(takeAll(queue, "a"), [1, 2, 3]);
});

Deno.test("ReadyQueue.steps() has steps further down first, and only those with something", () => {
  const queue = new ReadyQueue(["end", "join", "score", "start"]);
  assert.deepEqual(queue.steps(), []);
  queue.addSource(new Source("score", 1, 1));
  queue.add(task(5, "join"));
  assert.deepEqual(queue.steps(), ["join", "score"]);
  const one = queue.take("join")!;
  assert.deepEqual(queue.steps(), ["score"]);
  queue.putBack(one);
  assert.deepEqual(queue.steps(), ["join", "score"]);
});

Deno.test("ReadyQueue.drain() gives up everything and hands back the tasks that were made", () => {
  const queue = new ReadyQueue(["a", "b"]);
  const source = new Source("a", 10, 100);
  queue.addSource(source);
  queue.add(task(1, "a"));
  queue.add(task(2, "b"));
  queue.putBack(queue.take("b")!);
  assert.deepEqual(queue.drain().map(({ number }) => number).sort(), [1, 2]);
  assert.ok(queue.isEmpty);
  assert.equal(queue.take("a"), null);
  assert.equal(source.made, 0);
});
