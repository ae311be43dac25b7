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
  project: Project.nullable(),
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
  next: Taken.nullable(),
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
  error: ErrorInfo.nullable(),
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
  item: ArtifactInfo.nullable(),
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
