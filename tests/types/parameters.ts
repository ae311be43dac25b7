// The types that parameters, configs and files have. Checked by `types_test.ts`.

import { z } from "zod";
import { config, file, FlowSpec, param } from "../../mod.ts";

/** True if the types are the same, not just assignable. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;
const is = <T extends true>(_same?: T) => {};

class Parameters extends FlowSpec {
  number = param({ default: 1000, help: "a number" });
  text = param({ default: "Drama" });
  flag = param({ default: false });
  list = param({ default: ["a"] });
  json = param({ default: { rate: 0.1, layers: [1] } });
  mode = param<"fast" | "slow">({ default: "fast" });
  called = param({ default: () => 5 });
  awaited = param({ default: async () => await Promise.resolve(new Date()) });

  bare = param();
  needed = param<string>({ required: true });
  typed = param({ type: "number" });
  typedList = param({ type: "list", required: true });
  typedMode = param<"fast" | "slow">({ type: "string", default: "fast" });
  typedJson = param<{ rate: number }[]>({ type: "json", required: true });
  typedDefault = param({ type: "boolean", default: true });
  optional = param({ type: "number", required: false });
  optionalText = param({ required: false });

  schema = param({ schema: z.number().int() });
  output = param({ schema: z.string().transform((text) => text.length), default: "abc" });
  object = param({ schema: z.object({ rate: z.number() }), default: { rate: 1 } });

  settings = config<{ rate: number }>({ default: "settings.toml" });
  unknown = config({ default: "settings.json" });
  maybe = config<{ rate: number }>({ required: false });

  csv = file({ default: "films.csv" });
  bytes = file({ default: "poster.png", binary: true });
  some = file({ required: false });
  someBytes = file({ required: false, binary: true });
}

is<Same<Parameters["number"], number>>();
is<Same<Parameters["text"], string>>();
is<Same<Parameters["flag"], boolean>>();
is<Same<Parameters["list"], string[]>>();
is<Same<Parameters["json"], { rate: number; layers: number[] }>>();
is<Same<Parameters["mode"], "fast" | "slow">>();
is<Same<Parameters["called"], number>>();
is<Same<Parameters["awaited"], Date>>();
is<Same<Parameters["bare"], string>>();
is<Same<Parameters["needed"], string>>();
is<Same<Parameters["typed"], number>>();
is<Same<Parameters["typedList"], string[]>>();
is<Same<Parameters["typedMode"], "fast" | "slow">>();
is<Same<Parameters["typedJson"], { rate: number }[]>>();
is<Same<Parameters["typedDefault"], boolean>>();
is<Same<Parameters["optional"], number | undefined>>();
is<Same<Parameters["optionalText"], string | undefined>>();
is<Same<Parameters["schema"], number>>();
is<Same<Parameters["output"], number>>();
is<Same<Parameters["object"], { rate: number }>>();
is<Same<Parameters["settings"], { rate: number }>>();
is<Same<Parameters["unknown"], unknown>>();
is<Same<Parameters["maybe"], { rate: number } | undefined>>();
is<Same<Parameters["csv"], string>>();
is<Same<Parameters["bytes"], Uint8Array<ArrayBuffer>>>();
is<Same<Parameters["some"], string | undefined>>();
is<Same<Parameters["someBytes"], Uint8Array<ArrayBuffer> | undefined>>();

class Wrong extends FlowSpec {
  // @ts-expect-error: the default is not of the type
  typed = param({ type: "number", default: "3" });
  // @ts-expect-error: there is no such type
  named = param({ type: "date" });
  // @ts-expect-error: the default is not what the schema takes
  schema = param({ schema: z.number(), default: "3" });
  // @ts-expect-error: there is no such option
  option = param({ default: 3, hlep: "a number" });
  // @ts-expect-error: a file is named by its path
  csv = file({ default: 3 });
}

export { Parameters, Wrong };
