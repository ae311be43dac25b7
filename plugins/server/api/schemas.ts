/**
 * The shapes of the HTTP API. They check what comes in, and the OpenAPI document is made of them.
 * What goes out is the client's own plain data (`core/client/reader.ts`), typed against them.
 *
 * @module
 */

import { z } from "@hono/zod-openapi";

export const RunStatus = z.enum(["running", "succeeded", "failed", "cancelled", "lost"])
  .openapi("RunStatus");

export const TaskStatus = z.enum([
  "queued",
  "running",
  "succeeded",
  "caught",
  "failed",
  "cancelled",
]).openapi("TaskStatus");

const Time = z.number().int().openapi({ description: "Milliseconds since 1970, UTC" });
const Count = z.number().int();

/** One of these shapes, or null: `nullable()` of a shape with a name comes out as never null. */
export const orNull = <S extends z.ZodType>(schema: S) => z.union([schema, z.null()]);

/** Errors, as RFC 9457 has them. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string().openapi({ description: "A stable name for programs" }),
  detail: z.string(),
  hint: z.string().optional().openapi({ description: "What to do about it" }),
}).openapi("Problem");

export const FlowInfo = z.object({ flow: z.string(), runs: Count, latest: Time }).openapi("Flow");

export const TagInfo = z.object({ tag: z.string(), system: z.boolean() }).openapi("Tag");

export const TaskCounts = z.object({
  queued: Count,
  running: Count,
  succeeded: Count,
  caught: Count,
  failed: Count,
  cancelled: Count,
}).openapi("TaskCounts");

const Project = z.object({ name: z.string(), branch: z.string(), production: z.boolean() });

export const RunInfo = z.object({
  run: z.string().openapi({ example: "GenreStats/7" }),
  flow: z.string(),
  number: Count,
  status: RunStatus,
  created: Time,
  finished: Time.nullable(),
  user: z.string(),
  params: z.record(z.string(), z.unknown()),
  project: orNull(Project),
  origin: z.string().nullable().openapi({ description: "The run that it took results from" }),
  file: z.string(),
  class: z.string(),
  code: z.string(),
  error: z.unknown(),
  cursor: z.string(),
}).openapi("Run");

/** A run in a list: with its tags, and how its tasks stand. */
export const RunRow = RunInfo.extend({ tags: z.array(TagInfo), tasks: TaskCounts })
  .openapi("RunRow");

export const RunPage = z.object({
  runs: z.array(RunRow),
  next: z.string().nullable().openapi({ description: "The cursor of the next page" }),
}).openapi("RunPage");

export const StepInfo = z.object({
  step: z.string(),
  started: Time.nullable(),
  finished: Time.nullable(),
  tasks: TaskCounts,
}).openapi("Step");

export const Taken = z.object({
  kind: z.enum(["end", "linear", "branch", "foreach", "switch"]),
  targets: z.array(z.string()),
  size: Count.optional(),
  key: z.string().optional(),
}).openapi("Transition");

export const TaskInfo = z.object({
  run: z.string(),
  number: Count,
  step: z.string(),
  status: TaskStatus,
  attempt: Count,
  created: Time,
  started: Time.nullable(),
  finished: Time.nullable(),
  next: orNull(Taken),
  origin: z.string().nullable(),
}).openapi("Task");

export const TaskPage = z.object({
  tasks: z.array(TaskInfo),
  next: z.string().nullable().openapi({ description: "The cursor of the next page" }),
}).openapi("TaskPage");

export const ErrorInfo = z.object({
  name: z.string(),
  message: z.string(),
  stack: z.string(),
  type: z.string(),
  file: z.string().optional(),
  line: Count.optional(),
  column: Count.optional(),
  hint: z.string().optional(),
}).openapi("Error");

export const AttemptInfo = z.object({
  attempt: Count,
  status: TaskStatus,
  started: Time,
  finished: Time.nullable(),
  error: orNull(ErrorInfo),
}).openapi("Attempt");

export const ArtifactInfo = z.object({
  run: z.string(),
  task: Count.openapi({ description: "The task that set it; 0 for parameters and constants" }),
  name: z.string(),
  digest: z.string(),
  kind: z.string().openapi({ description: "How its bytes are encoded" }),
  size: Count,
  base64: z.string().optional(),
}).openapi("Artifact");

export const FrameInfo = z.object({
  step: z.string(),
  index: Count,
  size: Count,
  item: orNull(ArtifactInfo),
}).openapi("ForeachLevel");

export const LogStream = z.enum(["stdout", "stderr", "flow"]).openapi("LogStream");

export const LogInfo = z.object({
  seq: Count,
  stream: LogStream,
  time: Time,
  text: z.string(),
}).openapi("LogPiece");

export const LogPage = z.object({ pieces: z.array(LogInfo), next: Count.nullable() })
  .openapi("LogPage");

export const CardInfo = z.object({
  id: z.string(),
  type: z.string().openapi({ description: "default, blank, or one that the flow defines" }),
  revision: Count.openapi({ description: "Rises with each update" }),
  time: Time,
  size: Count.openapi({ description: "Bytes that the step has put on it" }),
}).openapi("Card");

export const RunCards = z.object({
  cards: z.array(CardInfo.extend({ task: Count, step: z.string(), attempt: Count })),
  next: Count.nullable().openapi({ description: "The `after` of the next page" }),
}).openapi("RunCards");

/** The path of a run. */
export const RunPath = z.object({
  flow: z.string().min(1).openapi({ param: { name: "flow", in: "path" }, example: "GenreStats" }),
  run: z.string().regex(/^(latest|[1-9][0-9]{0,14})$/, 'a run\'s number, or "latest"').openapi({
    param: { name: "run", in: "path" },
    example: "7",
  }),
});

/** The path of a task; 0 stands for what the whole run sees. */
export const TaskPath = RunPath.extend({
  task: z.string().regex(/^(0|[1-9][0-9]{0,14})$/, "a task's number").openapi({
    param: { name: "task", in: "path" },
    example: "12",
  }),
});

export const AttemptPath = TaskPath.extend({
  attempt: z.string().regex(/^[1-9][0-9]{0,8}$/, "an attempt's number").openapi({
    param: { name: "attempt", in: "path" },
    example: "1",
  }),
});

export const CardPath = AttemptPath.extend({
  id: z.string().min(1).openapi({ param: { name: "id", in: "path" }, example: "default" }),
});

export const ArtifactPath = TaskPath.extend({
  name: z.string().min(1).openapi({ param: { name: "name", in: "path" }, example: "mean" }),
});

/** A page of at most `limit`, from after a number on. */
export const PageQuery = z.object({
  after: z.coerce.number().int().min(-1).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
});

/** One or several of a name in a query. */
const several = (what: string) =>
  z.union([z.string().max(1000), z.array(z.string().max(1000)).max(20)]).optional().openapi({
    description: what,
  });

const Order = z.enum(["asc", "desc"]).optional();

export const RunQuery = z.object({
  flow: z.string().optional(),
  status: RunStatus.optional(),
  tag: several("Only runs that have it; several: all of them"),
  user: z.string().optional(),
  branch: z.string().optional(),
  since: z.coerce.number().int().optional().openapi({ description: "Created at or after" }),
  until: z.coerce.number().int().optional().openapi({ description: "Created before" }),
  param: several("name:value, the value as text or JSON; several: all of them"),
  q: z.string().max(200).optional().openapi({
    description: "Words in its pathspec, user, parameters, error or tags; all of them",
  }),
  whole: z.enum(["true", "false"]).optional().openapi({
    description: "Without runs of one step of another run",
  }),
  sort: z.enum(["created", "finished", "duration", "status"]).optional().openapi({
    description: "By `created`, if left out",
  }),
  order: Order.openapi({ description: "`desc`, if left out" }),
  after: z.string().optional().openapi({ description: "The cursor of the page before" }),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
});

export const TaskQuery = z.object({
  step: z.string().optional(),
  status: TaskStatus.optional(),
  sort: z.enum(["number", "started", "duration"]).optional().openapi({
    description: "By `number`, if left out",
  }),
  order: Order.openapi({ description: "`asc`, if left out" }),
  after: z.string().optional().openapi({
    description: "The cursor of the page before; a number stands for the task of that number",
  }),
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
});

export const LogQuery = PageQuery.extend({
  attempt: z.coerce.number().int().min(1),
  stream: LogStream.optional(),
});

export const TagChange = z.object({
  add: z.array(z.string()).optional(),
  remove: z.array(z.string()).optional(),
}).openapi("TagChange");

/** What a message of the event stream says. */
export const ChangeMessage = z.object({
  run: z.string().openapi({ example: "GenreStats/7" }),
  what: z.array(z.enum(["run", "tasks", "logs", "tags", "cards"])).openapi({
    description: "What has changed of it; a run that was deleted tells of itself once more",
  }),
}).openapi("Change");

export const EventQuery = z.object({
  run: z.string().regex(/^[^/]+\/[1-9][0-9]{0,14}$/, 'a run, as "GenreStats/7"').optional().openapi(
    {
      description: "Only what changes of this run",
      example: "GenreStats/7",
    },
  ),
});

export const TimelineQuery = PageQuery.extend({
  step: z.string().optional(),
  since: z.coerce.number().int().optional().openapi({
    description: "Only of tasks of which something has begun or ended at or after this time: " +
      "what to ask for when tasks have changed. Leave it a second of play: an end is written a " +
      "moment after it happened",
  }),
});

const Index = Count.openapi({ description: "A position in the list of that name" });

export const Timeline = z.object({
  steps: z.array(z.string()),
  statuses: z.array(TaskStatus),
  attempts: z.array(z.tuple([
    Index.openapi({ title: "step" }),
    Count.openapi({ title: "task" }),
    Count.openapi({ title: "attempt" }),
    Index.openapi({ title: "status" }),
    Time.openapi({ title: "queued" }),
    Time.nullable().openapi({ title: "started" }),
    Time.nullable().openapi({ title: "finished" }),
    z.union([z.literal(0), z.literal(1)]).openapi({ title: "taken over from another run" }),
  ])).openapi({
    description: "[step, task, attempt, status, queued, started, finished, taken]: step and " +
      "status by their place in `steps` and `statuses`, taken 1 where it ran in another run",
  }),
  next: Count.nullable().openapi({ description: "The `after` of the next page" }),
}).openapi("Timeline");

export const Environment = z.object({
  user: z.string(),
  host: z.string().openapi({ description: "The machine that ran it" }),
  pid: Count.openapi({ description: "The process that ran it there" }),
  flowVersion: z.string().nullable(),
  denoVersion: z.string().nullable(),
  file: z.string(),
  class: z.string(),
  heartbeat: Time.openapi({ description: "When it was last known to run" }),
  commands: z.object({
    resume: z.string().openapi({ description: "Takes over what it has finished, runs the rest" }),
    again: z.string().openapi({ description: "Runs the flow again, with the same parameters" }),
  }),
}).openapi("Environment");

const CodeFile = z.object({ path: z.string(), digest: z.string(), size: Count });

export const Code = z.object({
  entry: z.string().nullable().openapi({ description: "The flow's file, as a path in `files`" }),
  files: z.array(CodeFile),
  steps: z.array(z.object({
    step: z.string(),
    path: z.string().nullable().openapi({ description: "In `files`; null where it is in none" }),
    line: Count,
    endLine: Count,
  })),
}).openapi("Code");

export const CodeFileQuery = z.object({
  path: z.string().max(4000).openapi({ description: "One of the `files`", example: "flow.ts" }),
});

export const CodeText = CodeFile.extend({
  text: z.string().nullable().openapi({ description: "null of what is no text" }),
  cut: z.boolean().openapi({ description: "There is more than is told" }),
}).openapi("CodeText");

/** A digest, in a path. */
export const ObjectPath = z.object({
  digest: z.string().regex(/^(sha256|blake3):[0-9a-f]{64}$/, "a digest, as sha256:…").openapi({
    param: { name: "digest", in: "path" },
    example: `sha256:${"0".repeat(64)}`,
  }),
});

export const UsesQuery = z.object({
  after: z.string().optional().openapi({ description: "The `next` of the page before" }),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
});

export const ObjectUses = z.object({
  digest: z.string(),
  object: z.object({ size: Count, stored: Count }).nullable().openapi({
    description: "null where the value stands in the rows that name it, or is not there",
  }),
  uses: z.array(z.object({
    run: z.string(),
    task: Count.openapi({ description: "0 for parameters and constants" }),
    step: z.string().nullable(),
    name: z.string().nullable().openapi({ description: "The artifact; null for an item" }),
    position: Count.nullable().openapi({ description: "The place of a foreach's item" }),
    kind: z.string(),
    size: Count,
  })).openapi({ description: "The newest runs first" }),
  next: z.string().nullable().openapi({
    description: "The next page goes on looking; it may find nothing, and have a next itself",
  }),
}).openapi("ObjectUses");

const Owner = z.object({
  as: z.enum(["artifact", "item", "card", "graph", "code"]),
  run: z.string(),
  step: z.string().optional(),
  task: Count.optional(),
  name: z.string().optional(),
});

export const StoreStats = z.object({
  store: z.string(),
  digest: z.string(),
  flows: z.array(z.object({
    flow: z.string(),
    runs: Count,
    tasks: Count,
    values: Count,
    bytes: Count.openapi({ description: "Of its values, each counted as often as it was left" }),
    distinct: Count.openapi({ description: "What it would take in a store of its own" }),
  })),
  objects: z.object({
    count: Count,
    bytes: Count,
    stored: Count.openapi({ description: "On the disk, compressed as they are" }),
    files: Count,
  }),
  saved: Count.openapi({ description: "What equal content would take besides, if kept twice" }),
  largest: z.array(z.object({
    digest: z.string(),
    size: Count,
    stored: Count,
    owner: orNull(Owner),
  })),
  database: z.object({ bytes: Count, wal: Count, free: Count }),
  code: Count,
  temporary: Count,
}).openapi("Store");

export const StoreQuery = z.object({
  largest: z.coerce.number().int().min(0).max(1000).optional().openapi({
    description: "How many of the largest objects; 10, if left out",
  }),
});

export const LineageQuery = z.object({
  afterParent: z.coerce.number().int().min(0).optional().openapi({
    description: "The `nextParent` of the page before",
  }),
  afterChild: z.coerce.number().int().min(0).optional().openapi({
    description: "The `nextChild` of the page before",
  }),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

const Passed = z.object({
  task: TaskInfo,
  artifacts: z.array(
    ArtifactInfo.omit({ base64: true }).extend({
      becomes: z.enum(["same", "other", "gone"]).openapi({
        description:
          "What the later task sees of that name at its end: the same bytes, others, none",
      }),
    }),
  ).openapi({ description: "What the earlier task left to the later, by name" }),
});

export const Lineage = z.object({
  parents: z.array(Passed),
  children: z.array(Passed),
  nextParent: Count.nullable(),
  nextChild: Count.nullable(),
}).openapi("Lineage");

export const PreviewQuery = z.object({
  from: z.coerce.number().int().min(0).optional().openapi({ description: "Of a table: a row" }),
  rows: z.coerce.number().int().min(1).max(1000).optional().openapi({
    description: "Of a table: how many; 100, if left out",
  }),
  sort: z.string().max(1000).optional().openapi({ description: "Of a table: a column" }),
  order: Order,
});

const Num = z.number().nullable();

export const Preview = z.object({
  artifact: ArtifactInfo.omit({ base64: true }),
  content: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("json"),
      value: z.unknown().openapi({
        description: "In the extended form of docs/values.md; what is left out is an object of " +
          '`$type` "cut": of a text { text, more }, in a list { more } after its items, of an ' +
          "object { entries, more }, of what lies too deep { of, size }",
      }),
      cut: z.boolean(),
    }),
    z.object({
      kind: z.literal("table"),
      columns: z.array(z.object({
        name: z.string(),
        type: z.enum(["number", "string", "boolean", "date", "mixed", "empty"]),
        present: Count,
        distinct: Count.nullable(),
        min: Num,
        max: Num,
        mean: Num,
        top: z.array(z.tuple([z.unknown(), Count])),
      })),
      rows: z.array(z.array(z.unknown())),
      from: Count,
      total: Count,
    }),
    z.object({
      kind: z.enum(["text", "html"]),
      text: z.string(),
      length: Count.nullable().openapi({ description: "null where only the beginning was read" }),
      cut: z.boolean(),
    }),
    z.object({
      kind: z.enum(["image", "audio"]),
      type: z.string().openapi({ description: "The content type under which its bytes come" }),
    }),
    z.object({
      kind: z.literal("numbers"),
      length: Count,
      finite: Count,
      min: Num,
      max: Num,
      mean: Num,
      deviation: Num,
      histogram: z.array(Count).openapi({ description: "Equal parts between min and max" }),
      each: Count.openapi({ description: "Numbers that a point stands for" }),
      points: z.union([z.array(Num), z.array(z.tuple([Num, Num]))]).openapi({
        description: "The numbers; of many, the least and greatest of each part",
      }),
    }),
    z.object({
      kind: z.enum(["file", "bytes"]),
      type: z.string().nullable(),
      head: z.string().openapi({ description: "The first bytes in base64" }),
    }),
  ]),
}).openapi("Preview");

const LogChoice = z.object({
  attempt: z.coerce.number().int().min(1).max(1e9),
  stream: LogStream.optional(),
});
const Line = z.coerce.number().int().min(-1e12).max(1e12);

const ShownLine = z.object({
  stream: LogStream,
  time: Time,
  text: z.string(),
  more: Count.optional().openapi({ description: "Characters of it that are left out" }),
});

export const LinesQuery = LogChoice.extend({
  from: Line.optional().openapi({
    description: "The number of the first line, from 0; negative: from the end",
  }),
  time: z.coerce.number().int().optional().openapi({
    description: "In place of `from`: the first line that arrived then or later",
  }),
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
});

export const LinePage = z.object({
  from: Count.openapi({ description: "The number of the first of these lines" }),
  lines: z.array(ShownLine),
  total: Count,
  open: z.boolean().openapi({
    description: "The last of all may still grow: to go on, ask from it on again",
  }),
}).openapi("LogLines");

export const SearchQuery = LogChoice.extend({
  q: z.string().min(1).max(500).openapi({ description: "A text that stands in the line" }),
  case: z.enum(["true", "false"]).optional().openapi({
    description: "Whether small letters differ from capitals",
  }),
  from: Line.min(0).optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
});

export const SearchPage = z.object({
  matches: z.array(ShownLine.extend({ line: Count, column: Count })),
  next: Count.nullable().openapi({
    description: "Go on from this line; null at the end of the log",
  }),
}).openapi("LogMatches");

export const LogTextQuery = LogChoice;
