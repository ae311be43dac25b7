import { type Effects, effectsOf, type NameBits } from "../trace/effects.ts";
import type { Op } from "../trace/trace.ts";
import type { FlowClass } from "./flow_class.ts";
import type { Method } from "./members.ts";

/** The methods of a flow by name, those of base classes included unless overridden. */
interface Slot {
  method: Method | null;
  get: Method | null;
  set: Method | null;
}

type CallOp = Op & { op: "call" | "read" | "write" };

/** A method that is being worked out, for methods that call each other in circles. */
interface Frame {
  method: Method;
  index: number;
  /** The lowest frame that it can reach. */
  low: number;
}

const NOTHING: Effects = {
  reads: [],
  writes: [],
  deletes: [],
  reading: 0n,
  writing: 0n,
  deleting: 0n,
  always: 0n,
  repeated: [],
  withoutNext: false,
};

/**
 * The methods of one flow and what they do. Each is worked out once; methods that call each other
 * in circles share what they do.
 */
export class Methods {
  readonly #names: NameBits;
  readonly #slots: Map<string, Slot>;
  readonly #owners = new Map<Method, FlowClass>();
  readonly #superSlots = new Map<FlowClass, Map<string, Slot>>();
  readonly #effects = new Map<Method, Effects>();
  readonly #calls = new Map<Method, Set<Method>>();
  readonly #frames: Frame[] = [];
  readonly #onStack = new Map<Method, Frame>();
  /** Methods that are done but in a circle with one below. */
  readonly #waiting: Method[] = [];

  constructor(flow: FlowClass, names: NameBits) {
    this.#names = names;
    this.#slots = this.#slotsOf(flow);
  }

  /** The method that the flow has under `name`, accessors left out. */
  get(name: string): Method | null {
    return this.#slots.get(name)?.method ?? null;
  }

  /** All methods that are not accessors, base classes first. */
  all(): Method[] {
    return [...this.#slots.values()].map(({ method }) => method).filter((one) => one !== null);
  }

  /** Names of accessors. */
  accessors(): Method[] {
    return [...this.#slots.values()].map(({ get, set }) => get ?? set).filter((one) =>
      one !== null
    );
  }

  /** The class that declares a method. */
  ownerOf(method: Method): FlowClass {
    return this.#owners.get(method)!;
  }

  /** What a method does to the artifacts, with what it calls. */
  effects(method: Method): Effects {
    const known = this.#effects.get(method);
    const running = this.#onStack.get(method);
    const caller = this.#frames.at(-1);
    if (running !== undefined && caller !== undefined) {
      caller.low = Math.min(caller.low, running.index);
      return known ?? NOTHING;
    }
    if (known !== undefined) return known;
    const frame: Frame = { method, index: this.#onStack.size, low: this.#onStack.size };
    this.#onStack.set(method, frame);
    this.#frames.push(frame);
    this.#waiting.push(method);
    const effects = this.evaluate(method);
    this.#effects.set(method, effects);
    this.#frames.pop();
    if (frame.low === frame.index) this.#close(method);
    else if (caller !== undefined) caller.low = Math.min(caller.low, frame.low);
    return effects;
  }

  /** Like {@linkcode effects}, on the paths that end in the given calls of `this.next` only. */
  evaluate(method: Method, follow?: (index: number) => boolean): Effects {
    const called = (op: CallOp) => this.#called(method, op);
    return effectsOf(method.trace(), this.#names, { called }, follow);
  }

  /** A method and all that it calls, directly or not. */
  reachable(method: Method): Method[] {
    this.effects(method);
    const found = new Set([method]);
    for (const one of found) for (const next of this.#calls.get(one) ?? []) found.add(next);
    return [...found];
  }

  /** The method that this one overrides, if it calls that: `super.name()` in `name()`. */
  overridden(method: Method): Method | null {
    const above = this.#slotsAbove(this.ownerOf(method)).get(method.name)?.method ?? null;
    this.effects(method);
    return above !== null && this.#calls.get(method)?.has(above) ? above : null;
  }

  /** A circle of methods is complete: each of them does what all do. */
  #close(root: Method): void {
    const circle: Method[] = [];
    do {
      circle.push(this.#waiting.pop()!);
      this.#onStack.delete(circle.at(-1)!);
    } while (circle.at(-1) !== root);
    if (circle.length === 1) return;
    const all = circle.map((method) => this.#effects.get(method)!);
    const shared = {
      reads: all.flatMap(({ reads }) => reads),
      writes: all.flatMap(({ writes }) => writes),
      deletes: all.flatMap(({ deletes }) => deletes),
      reading: all.reduce((bits, { reading }) => bits | reading, 0n),
      writing: all.reduce((bits, { writing }) => bits | writing, 0n),
      deleting: all.reduce((bits, { deleting }) => bits | deleting, 0n),
    };
    for (const [index, method] of circle.entries()) {
      this.#effects.set(method, { ...all[index]!, ...shared });
    }
  }

  #called(method: Method, op: CallOp): Effects | null {
    const slot = op.op === "call" && op.super
      ? this.#slotsAbove(this.ownerOf(method)).get(op.name)
      : this.#slots.get(op.name);
    if (slot === undefined) return null;
    const target = op.op === "write" ? slot.set : slot.method ?? slot.get;
    if (target === null) return null;
    let calls = this.#calls.get(method);
    if (calls === undefined) this.#calls.set(method, calls = new Set());
    calls.add(target);
    const effects = this.effects(target);
    // A method that is only named, as in `items.map(this.parse)`, may run or not.
    return op.op === "read" && slot.method !== null ? { ...effects, always: 0n } : effects;
  }

  #slotsAbove(owner: FlowClass): Map<string, Slot> {
    if (owner.base === null) return new Map();
    let slots = this.#superSlots.get(owner);
    if (slots === undefined) this.#superSlots.set(owner, slots = this.#slotsOf(owner.base));
    return slots;
  }

  #slotsOf(flow: FlowClass): Map<string, Slot> {
    const slots = new Map<string, Slot>();
    for (const owner of chainOf(flow).reverse()) {
      for (const member of owner.members) {
        if (member.kind !== "method") continue;
        this.#owners.set(member, owner);
        const slot = slots.get(member.name);
        if (member.accessor === null || slot === undefined || slot.method !== null) {
          const empty = { method: null, get: null, set: null };
          slots.set(member.name, { ...empty, [member.accessor ?? "method"]: member });
        } else slot[member.accessor] = member;
      }
    }
    return slots;
  }
}

/** A flow class and its bases, the class itself first. */
export function chainOf(flow: FlowClass): FlowClass[] {
  const chain: FlowClass[] = [];
  for (let next: FlowClass | null = flow; next !== null; next = next.base) chain.push(next);
  return chain;
}
