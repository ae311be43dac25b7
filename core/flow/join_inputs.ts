import type { InputsHost } from "./host.ts";
import { didYouMean } from "./nearest.ts";
import { StepError } from "./step_error.ts";

/** Names that are asked of any object, and are no artifact's. */
function ordinary(target: object, key: string | symbol): boolean {
  return typeof key === "symbol" || key === "then" || key === "toJSON" || key in target;
}

function refuseSet(_target: object, key: string | symbol): never {
  throw new StepError(
    "error",
    `Cannot set "${String(key)}" of an input: the inputs of a join can only be read`,
    "Assign to `this` to make an artifact of the join.",
  );
}

/** How a join reads what is not an artifact of an input: a parameter or constant, or undefined. */
export type ReadShared = (name: string) => { value: unknown } | null;

/** One input of a join. A class, because a wide join makes one for each of its inputs. */
class InputHandler implements ProxyHandler<object> {
  readonly #host: InputsHost;
  readonly #position: number;
  readonly #shared: ReadShared;
  readonly #values = new Map<string, unknown>();

  constructor(host: InputsHost, position: number, shared: ReadShared) {
    this.#host = host;
    this.#position = position;
    this.#shared = shared;
  }

  #load(name: string): unknown {
    const host = this.#host;
    const position = this.#position;
    if (name === "input") return host.item(position);
    if (name === "index") return host.index(position);
    if (host.has(position, name)) return host.read(position, name);
    const found = this.#shared(name);
    if (found !== null) return found.value;
    throw new StepError(
      "error",
      `The input from step "${host.stepOf(position)}" has no artifact "${name}"`,
      didYouMean(name, host.names(position), "It has"),
    );
  }

  get(target: object, key: string | symbol): unknown {
    if (ordinary(target, key)) return Reflect.get(target, key);
    const name = key as string;
    let value = this.#values.get(name);
    if (value === undefined && !this.#values.has(name)) {
      this.#values.set(name, value = this.#load(name));
    }
    return value;
  }

  has(target: object, key: string | symbol): boolean {
    return key in target || typeof key === "string" && this.#host.has(this.#position, key);
  }

  ownKeys(): string[] {
    return this.#host.names(this.#position);
  }

  getOwnPropertyDescriptor(target: object, key: string | symbol): PropertyDescriptor | undefined {
    if (typeof key !== "string" || !this.#host.has(this.#position, key)) return undefined;
    return { value: this.get(target, key), enumerable: true, configurable: true, writable: false };
  }

  set = refuseSet;
  defineProperty = refuseSet;
  deleteProperty = refuseSet;
}

function makeInput(host: InputsHost, position: number, shared: ReadShared): object {
  return new Proxy({}, new InputHandler(host, position, shared));
}

const position = /^(?:0|[1-9]\d*)$/;

/**
 * Makes the argument of a join. Inputs that are indexed or named stay in memory until the task
 * ends; those of an iteration can go with each turn, so that a wide join does not hold all values
 * at once.
 *
 * @param host Where the inputs come from.
 * @param join The name of the join, for messages.
 * @param shared Gives the parameters and constants of the flow.
 */
export function makeInputs(host: InputsHost, join: string, shared: ReadShared): object {
  const kept = new Map<number, object>();
  const at = (index: number): object => {
    let input = kept.get(index);
    if (input === undefined) kept.set(index, input = makeInput(host, index, shared));
    return input;
  };
  let byStep: Map<string, number[]> | null = null;
  const steps = (): Map<string, number[]> => {
    if (byStep !== null) return byStep;
    byStep = new Map();
    for (let i = 0; i < host.length; i++) {
      const step = host.stepOf(i);
      const positions = byStep.get(step);
      if (positions === undefined) byStep.set(step, [i]);
      else positions.push(i);
    }
    return byStep;
  };
  const named = (name: string): object => {
    const positions = steps().get(name);
    if (positions === undefined) {
      throw new StepError(
        "error",
        `No input of join "${join}" comes from a step "${name}"`,
        name in Array.prototype
          ? `Make an array of the inputs: [...inputs].${name}(…).`
          : didYouMean(name, steps().keys(), "They come from"),
      );
    }
    if (positions.length > 1) {
      throw new StepError(
        "error",
        `Step "${name}" leads into join "${join}" ${positions.length} times`,
        "Go through the inputs, or take one by its position: inputs[0].",
      );
    }
    return at(positions[0]!);
  };
  const iterate = function* (): Generator<object> {
    for (let i = 0; i < host.length; i++) yield kept.get(i) ?? makeInput(host, i, shared);
  };
  return new Proxy({}, {
    get(target, key) {
      if (key === Symbol.iterator) return iterate;
      if (key === "length") return host.length;
      if (ordinary(target, key)) return Reflect.get(target, key);
      if (!position.test(key as string)) return named(key as string);
      return Number(key) < host.length ? at(Number(key)) : undefined;
    },
    has: (target, key) =>
      key === Symbol.iterator || key === "length" || key in target ||
      typeof key === "string" &&
        (position.test(key) ? Number(key) < host.length : steps().has(key)),
    ownKeys: () => Array.from({ length: host.length }, (_, i) => String(i)),
    getOwnPropertyDescriptor: (_target, key) =>
      typeof key === "string" && position.test(key) && Number(key) < host.length
        ? { value: at(Number(key)), enumerable: true, configurable: true, writable: false }
        : undefined,
    set: refuseSet,
    defineProperty: refuseSet,
    deleteProperty: refuseSet,
  });
}
