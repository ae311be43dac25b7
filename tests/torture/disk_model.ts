import { Random } from "./random.ts";
import type { Entry } from "./preload/journal.ts";

/** A file or a folder, whatever its names are. */
interface Node {
  /** Of a file: whether its content is durable. */
  synced: boolean;
  /** Of a folder: the names in it, as programs see them and as the disk has them. */
  names: Map<string, Node> | null;
  durable: Map<string, Node>;
  /** Where it is at the end of the journal: its content is read there. */
  at: string;
}

const folderNode = (): Node => ({ synced: true, names: new Map(), durable: new Map(), at: "" });
const fileNode = (): Node => ({ synced: false, names: null, durable: new Map(), at: "" });

/** What is at a path when the power comes back. */
export interface Left {
  path: string;
  /** Where its content can be read. */
  from: string;
  /** Whether all of its content is there. */
  whole: boolean;
}

/**
 * What a disk holds below one folder, by the rules of POSIX alone: a file's content is durable once
 * the file is synced, a name in a folder once the folder is. Real file systems do more of their own
 * accord, some more than others.
 */
export class DiskModel {
  readonly #root: string;
  readonly #top = folderNode();

  /** @param root A folder that is there and durable, and is the only one looked at. */
  constructor(root: string) {
    this.#root = root;
  }

  apply(entry: Entry): void {
    switch (entry.op) {
      case "create":
        if (this.#find(entry.path) === undefined) this.#put(entry.path, fileNode());
        return;
      case "mkdir":
        return void this.#folder(entry.path);
      case "sync": {
        const node = this.#find(entry.path);
        if (node !== undefined) node.synced = true;
        return;
      }
      case "syncFolder": {
        const node = this.#find(entry.path);
        if (node?.names) node.durable = new Map(node.names);
        return;
      }
      case "rename":
      case "link": {
        const node = this.#find(entry.from);
        // Made by somebody who keeps no journal: SQLite, whose files are durable when they are linked.
        const moved = node ?? { ...fileNode(), synced: true };
        if (entry.op === "rename") this.#remove(entry.from);
        return this.#put(entry.to, moved);
      }
      case "remove":
        return this.#remove(entry.path);
    }
  }

  /** Notes where everything is now, for {@linkcode left} to tell where content is to be read. */
  settle(): void {
    const visit = (node: Node, path: string) => {
      node.at = path;
      for (const [name, child] of node.names ?? []) visit(child, `${path}/${name}`);
    };
    visit(this.#top, this.#root);
  }

  /**
   * What a cut of power leaves. What is not durable may be there or not.
   *
   * @param chance Decides about each name and content that is not durable; null: none of it stays.
   */
  left(chance: Random | null): Left[] {
    const found: Left[] = [];
    const visit = (node: Node, path: string) => {
      if (node.names === null) {
        found.push({ path, from: node.at, whole: node.synced || (chance?.below(2) === 1) });
        return;
      }
      const names = new Map(node.durable);
      for (const [name, child] of node.names) {
        if (chance?.below(2) === 1) names.set(name, child);
      }
      for (const [name, child] of names) visit(child, `${path}/${name}`);
    };
    visit(this.#top, this.#root);
    return found;
  }

  #steps(path: string): string[] | null {
    return path.startsWith(`${this.#root}/`) ? path.slice(this.#root.length + 1).split("/") : null;
  }

  #find(path: string): Node | undefined {
    let node: Node | undefined = this.#top;
    if (path === this.#root) return node;
    for (const name of this.#steps(path) ?? [""]) node = node?.names?.get(name);
    return node;
  }

  #folder(path: string): Node | null {
    let node = this.#top;
    if (path === this.#root) return node;
    const steps = this.#steps(path);
    if (steps === null) return null;
    for (const name of steps) {
      let next = node.names!.get(name);
      if (next === undefined) node.names!.set(name, next = folderNode());
      node = next;
    }
    return node;
  }

  #put(path: string, node: Node): void {
    const end = path.lastIndexOf("/");
    this.#folder(path.slice(0, end))?.names?.set(path.slice(end + 1), node);
  }

  #remove(path: string): void {
    const end = path.lastIndexOf("/");
    this.#find(path.slice(0, end))?.names?.delete(path.slice(end + 1));
  }
}
