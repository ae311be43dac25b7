import type { Benchmark } from "../benchmark.ts";
import { artifacts } from "./artifacts.ts";
import { content } from "./content.ts";
import { executable } from "./executable.ts";
import { foreach } from "./foreach.ts";
import { graphs } from "./graphs.ts";
import { hello } from "./hello.ts";
import { memory } from "./memory.ts";
import { page } from "./page.ts";
import { peers } from "./peers.ts";
import { reading } from "./reading.ts";
import { resume } from "./resume.ts";
import { serving } from "./serving.ts";
import { startUp } from "./start_up.ts";
import { upkeep } from "./upkeep.ts";

/** All there are, in the order of the table. */
export const benchmarks: readonly Benchmark[] = [
  ...hello,
  ...startUp,
  ...executable,
  ...graphs,
  ...foreach,
  ...memory,
  ...artifacts,
  ...content,
  ...resume,
  ...reading,
  ...serving,
  ...upkeep,
  ...page,
  ...peers,
];
