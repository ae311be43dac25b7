/** Artifacts that are large, or share memory, or are files. */

import { current, FlowSpec, type Inputs, keepFile, KeptFile, param, permissions, step } from "flow";

/** Large values: made, read, changed, or passed by. */
export class Large extends FlowSpec {
  text!: string;
  bytes!: Uint8Array;
  memory!: Record<string, number>;
  sum!: number;

  @step
  start() {
    this.text = "0123456789abcdef".repeat(65_536);
    const words = new Uint32Array(16 << 20);
    for (let at = 0; at < words.length; at++) words[at] = Math.imul(at, 2654435761);
    this.bytes = new Uint8Array(words.buffer);
    this.next(this.pass);
  }

  @step
  pass() {
    this.memory = { pass: Deno.memoryUsage().rss };
    this.next(this.read);
  }

  @step
  read() {
    const words = new Uint32Array(this.bytes.buffer, this.bytes.byteOffset, 16 << 20);
    this.sum = words[3]! + words.at(-1)! + this.text.length;
    this.memory.read = Deno.memoryUsage().rss;
    this.next(this.change);
  }

  @step
  change() {
    this.bytes[5] = 77;
    this.next(this.left, this.right);
  }

  @step
  left() {
    this.text += "!";
    this.next(this.join);
  }

  @step
  right() {
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Large>) {
    this.merge(inputs, { exclude: ["text"] });
    // Merged values that are looked at stay merged.
    this.sum += this.bytes[5]! + inputs.left.text.length - inputs.right.text.length;
    this.next(this.end);
  }

  @step
  end() {}
}

/** A file of 300 MB that nobody ever holds in memory. */
export class Files extends FlowSpec {
  model!: KeptFile;
  copy!: KeptFile;
  note!: KeptFile;
  facts!: unknown;

  @step
  async start() {
    const path = `${current.tempDir}/model.bin`;
    using file = await Deno.open(path, { write: true, create: true });
    const piece = new Uint32Array(1 << 18);
    for (let at = 0; at < 300; at++) {
      for (let word = 0; word < piece.length; word += 97) piece[word] = Math.imul(at + word, 40503);
      await file.write(new Uint8Array(piece.buffer));
    }
    await Deno.writeTextFile(`${current.tempDir}/note.txt`, "a note");
    this.model = keepFile(path);
    this.note = keepFile(`${current.tempDir}/note.txt`);
    this.next(this.read);
  }

  @step
  async read() {
    let bytes = 0;
    for await (const piece of this.model.stream()) bytes += piece.length;
    this.facts = {
      bytes,
      size: this.model.size,
      digest: this.model.digest,
      note: this.note.text(),
      isFile: this.model instanceof KeptFile,
    };
    this.copy = this.model;
    this.next(this.end);
  }

  @step
  end() {}
}

/** Files that are none of the task's own: one that it may read, and one that it may not. */
export class Foreign extends FlowSpec {
  stolen = param({ default: false });
  kept!: KeptFile;

  @permissions({ read: ["./base.ts"] })
  @step
  start() {
    this.kept = keepFile(this.stolen ? "./wide.ts" : "./base.ts");
    this.next(this.end);
  }

  @step
  end() {}
}

/** Memory that tasks of one Worker share. */
const SHARED = new Uint8Array(500_000).fill(7);

/** The same memory in several artifacts, items and tasks, changed after it was handed over. */
export class SharedMemory extends FlowSpec {
  whole!: Uint8Array;
  again!: Uint8Array;
  part!: Uint8Array;
  inside!: { deep: Uint8Array };
  small!: Uint16Array;
  seen!: number[][];

  @step
  start() {
    const buffer = new Uint8Array(10);
    this.next(this.each, {
      foreach: (function* () {
        for (let at = 0; at < 6; at++) yield buffer.fill(at);
      })(),
    });
  }

  @step
  each(item: Uint8Array) {
    SHARED[0] = item[9]!;
    this.whole = SHARED;
    this.again = this.whole;
    this.part = SHARED.subarray(0, 250_000);
    this.inside = { deep: SHARED };
    this.small = new Uint16Array(SHARED.buffer, 0, 4);
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<SharedMemory>) {
    this.seen = [...inputs].map(({ input, whole, again, part, inside, small }) => [
      input[0],
      ...[whole, again, part, inside.deep, small].flatMap((
        array,
      ) => [array.length, array[0]! & 255]),
    ]);
    this.next(this.end);
  }

  @step
  end() {}
}
