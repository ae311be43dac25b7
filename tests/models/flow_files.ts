/**
 * All flow files of this project, laid out in a folder in which they may be changed.
 *
 * @module
 */

import { fromFileUrl } from "../../core/graph/source/path.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const FOLDERS = ["examples", "tests", "cli/template"];

/** Copies of the modules and data that flows of this project are made of. */
export class FlowFiles implements Disposable {
  readonly path = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "flow-files-" }));
  /** The flow files, by their paths in {@linkcode path}. */
  readonly flows = new Map<string, string>();

  constructor() {
    const { imports } = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));
    const packages = Object.entries<string>(imports).filter(([, to]) => !to.startsWith("."));
    this.write("deno.json", JSON.stringify({ imports: Object.fromEntries(packages) }));
    for (const folder of FOLDERS) this.#copy(folder);
  }

  write(name: string, text: string): string {
    const path = `${this.path}/${name}`;
    Deno.writeTextFileSync(path, text);
    return path;
  }

  /** Writes a file beside a flow file, where its imports lead to the same modules. */
  writeBeside(flow: string, name: string, text: string): string {
    return this.write(flow.replace(/[^/]+$/, name), text);
  }

  #copy(folder: string): void {
    Deno.mkdirSync(`${this.path}/${folder}`, { recursive: true });
    for (const { name, isDirectory, isFile } of Deno.readDirSync(ROOT + folder)) {
      if (name.startsWith(".")) continue;
      const path = `${folder}/${name}`;
      if (isDirectory) this.#copy(path);
      else if (isFile) {
        Deno.copyFileSync(ROOT + path, `${this.path}/${path}`);
        if (!/\.ts$/.test(name) || /_test\.ts$/.test(name)) continue;
        const text = Deno.readTextFileSync(ROOT + path);
        if (/^(export )?(default )?class \w+ extends/m.test(text) && text.includes('from "flow"')) {
          this.flows.set(path, text);
        }
      }
    }
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
