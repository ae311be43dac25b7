/**
 * What a task changed in the process and the realm around it, and what is therefore put back when it
 * ends: the next task of a warm executor begins as the first one did. Nothing of it costs a task
 * that does not use it.
 *
 * @module
 */

type Methods = Record<string, (...args: never[]) => unknown>;

/** Whatever one use of the realm has to undo. */
type Undo = () => void;

const SETTLED = { configurable: true, enumerable: true, writable: true };

/** What prints. */
const PRINTERS = ["log", "info", "debug", "warn", "error", "table", "dir", "trace"] as const;

/** Handlers that are properties of the realm. */
const HANDLERS = ["onmessage", "onmessageerror", "onerror", "onunhandledrejection"] as const;

/** Watches the realm from its construction on, as the flow's modules have left it. */
export class Surroundings {
  #undo: Undo[] = [];
  #printers = PRINTERS.map((name) => console[name]);
  #handlers = HANDLERS.map((name) => Reflect.get(globalThis, name));

  constructor() {
    this.#watchFolder();
    this.#watchEnvironment();
    this.#watchListeners();
    this.#watchPrograms();
  }

  /** Puts back what the task has changed. */
  restore(): void {
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) {
      try {
        undo();
      } catch {
        // What cannot be put back was taken away by others: nothing that this task has.
      }
    }
    for (let at = 0; at < PRINTERS.length; at++) {
      const printer = this.#printers[at]!;
      if (console[PRINTERS[at]!] !== printer) console[PRINTERS[at]!] = printer;
    }
    for (let at = 0; at < HANDLERS.length; at++) {
      if (Reflect.get(globalThis, HANDLERS[at]!) !== this.#handlers[at]) {
        Reflect.set(globalThis, HANDLERS[at]!, this.#handlers[at]);
      }
    }
  }

  /** The working folder and the file mode mask are the whole process's. */
  #watchFolder() {
    const { chdir, umask, cwd } = Deno;
    Deno.chdir = (folder) => {
      const before = cwd();
      // The way back needs a right: who has it not does not get away.
      chdir(before);
      chdir(folder);
      this.#undo.push(() => chdir(before));
    };
    Deno.umask = (mask) => {
      const before = umask(mask);
      if (mask !== undefined) this.#undo.push(() => umask(before));
      return before;
    };
  }

  #watchEnvironment() {
    const { env } = Deno;
    const [get, set, remove] = [env.get.bind(env), env.set.bind(env), env.delete.bind(env)];
    const putBack = (name: string) => {
      const before = get(name);
      return () => before === undefined ? remove(name) : set(name, before);
    };
    env.set = (name, value) => {
      const undo = putBack(name);
      set(name, value);
      this.#undo.push(undo);
    };
    env.delete = (name) => {
      const undo = putBack(name);
      remove(name);
      this.#undo.push(undo);
    };
  }

  #watchListeners() {
    const { addEventListener, removeEventListener } = globalThis;
    globalThis.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      addEventListener.apply(globalThis, args);
      this.#undo.push(() => removeEventListener.apply(globalThis, args));
    };
  }

  /** Not before it is first used: until then Deno has not loaded what starts programs. */
  #watchPrograms() {
    const descriptor = Object.getOwnPropertyDescriptor(Deno, "Command")!;
    const settle = (value: unknown) =>
      Object.defineProperty(Deno, "Command", { ...SETTLED, value });
    Object.defineProperty(Deno, "Command", {
      configurable: true,
      enumerable: true,
      get: () => {
        const { get, value } = descriptor;
        const command: typeof Deno.Command = get === undefined ? value : get.call(Deno);
        this.#watchSpawn(command.prototype as unknown as Methods);
        settle(command);
        return command;
      },
      set: settle,
    });
  }

  #watchSpawn(command: Methods) {
    const spawn = command.spawn!;
    const undo = this.#undo;
    command.spawn = function (this: Deno.Command) {
      const child = spawn.call(this as never) as Deno.ChildProcess;
      undo.push(() => child.kill("SIGKILL"));
      return child;
    };
  }
}
