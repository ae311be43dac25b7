/**
 * The database of a store, `.flow/flow.db`. Times are milliseconds since 1970. A task is known by
 * its run and its number in that run; a resumed run keeps the numbers of the tasks it takes over,
 * so the origin of task 7 is task 7 of `origin_run`.
 *
 * Task 0 of a run is no task: the artifacts under it are the run's parameters, configs, files and
 * constants, which every task sees.
 *
 * @module
 */

/** The version that all texts below make. A store with a later one is refused, an earlier one migrated. */
export const SCHEMA_VERSION = 3;

/** What version 1 consists of. Later versions add a migration, and never edit this text. */
export const SCHEMA_1 = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Bytes by the digest of their plain content. data is NULL where the object is a file.
-- coding: 0 as is, 1 zstd. size is of the plain content.
CREATE TABLE objects (
  digest TEXT NOT NULL PRIMARY KEY,
  size INTEGER NOT NULL,
  coding INTEGER NOT NULL DEFAULT 0,
  data BLOB
) STRICT;

CREATE TABLE runs (
  -- never used twice, also when the run is deleted: other rows name it
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  flow TEXT NOT NULL,
  number INTEGER NOT NULL,
  -- running, succeeded, failed, cancelled; lost is derived from the heartbeat
  status TEXT NOT NULL,
  created INTEGER NOT NULL,
  finished INTEGER,
  heartbeat INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  user TEXT NOT NULL,
  origin_run INTEGER,
  -- JSON: { name: value } as people see it
  params TEXT NOT NULL DEFAULT '{}',
  -- digest of the graph as JSON, and of the code package's manifest
  graph TEXT NOT NULL,
  code TEXT NOT NULL,
  -- the flow file's path and the class in it
  file TEXT NOT NULL,
  class TEXT NOT NULL,
  -- JSON: { name, branch, production } or NULL
  project TEXT,
  -- JSON: what failed
  error TEXT,
  UNIQUE (flow, number)
) STRICT;

CREATE INDEX runs_created ON runs (created);
CREATE INDEX runs_flow ON runs (flow, created);

CREATE TABLE tags (
  run INTEGER NOT NULL,
  tag TEXT NOT NULL,
  system INTEGER NOT NULL,
  PRIMARY KEY (run, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE tasks (
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  step TEXT NOT NULL,
  -- queued, running, succeeded, caught, failed, cancelled
  status TEXT NOT NULL,
  -- the current attempt, 1 at the first
  attempt INTEGER NOT NULL,
  -- the only parent, or NULL for the first task and for joins (see join_parents)
  parent INTEGER,
  -- 1 for a join: it starts with no artifacts but those of task 0
  joined INTEGER NOT NULL DEFAULT 0,
  -- the task of the innermost open branch or foreach that this task is inside of, and which of its
  -- splits: index of the item, or of the target of the branch
  split INTEGER,
  split_index INTEGER,
  created INTEGER NOT NULL,
  started INTEGER,
  finished INTEGER,
  -- JSON: the transition taken: { kind, targets: [step…], size?, key? }
  next TEXT,
  -- the run that a resumed run took this task over from
  origin_run INTEGER,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX tasks_parent ON tasks (run, parent) WHERE parent IS NOT NULL;

-- The parents of a join, in split order.
CREATE TABLE join_parents (
  run INTEGER NOT NULL,
  child INTEGER NOT NULL,
  position INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  PRIMARY KEY (run, child, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX join_parents_parent ON join_parents (run, parent);

-- None for a task that ended well at its first attempt without ever being seen running: its row
-- says it all (see attempts.ts).
CREATE TABLE attempts (
  run INTEGER NOT NULL,
  task INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  status TEXT NOT NULL,
  started INTEGER NOT NULL,
  finished INTEGER,
  -- JSON: { name, message, stack, type, cause? } of what failed
  error TEXT,
  PRIMARY KEY (run, task, attempt)
) STRICT, WITHOUT ROWID;

-- What a task itself set, merged or took over; what it inherits is found by way of its parents.
-- kind is the codec's name. What a task deleted has a row with an empty digest and kind: it hides
-- what would be inherited. data holds the bytes of a tiny value (TINY_MAX in rows.ts): there is then
-- no object of that digest. Otherwise data is NULL, and the digest names an object.
CREATE TABLE artifacts (
  run INTEGER NOT NULL,
  task INTEGER NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  size INTEGER NOT NULL,
  data BLOB,
  PRIMARY KEY (run, task, name)
) STRICT, WITHOUT ROWID;

-- The items of a foreach, by the task that split. data as for artifacts.
CREATE TABLE items (
  run INTEGER NOT NULL,
  task INTEGER NOT NULL,
  position INTEGER NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  size INTEGER NOT NULL,
  data BLOB,
  PRIMARY KEY (run, task, position)
) STRICT, WITHOUT ROWID;

-- What an attempt printed, in the pieces in which it arrived. stream: 1 stdout, 2 stderr, 3 Flow's
-- own words (such as the mark where a log was cut).
CREATE TABLE logs (
  run INTEGER NOT NULL,
  task INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  stream INTEGER NOT NULL,
  time INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (run, task, attempt, seq)
) STRICT;
`;

/** What version 2 adds: who looks at a store can be told what has changed. */
export const SCHEMA_2 = `
-- Which revision of the store has last changed what of a run: a commit that changes something is one
-- revision. Whoever knows all up to revision 41 finds what is new by revision > 41. Runs that nothing
-- has changed since version 1 have no row. A deleted run keeps its row for a while, which is why its
-- pathspec stands here. Run 0 is no run: its name tells this database from others, and what came
-- before its revision has been forgotten.
CREATE TABLE changes (
  run INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  -- the highest of those that follow
  revision INTEGER NOT NULL,
  status INTEGER NOT NULL DEFAULT 0,
  tasks INTEGER NOT NULL DEFAULT 0,
  logs INTEGER NOT NULL DEFAULT 0,
  tags INTEGER NOT NULL DEFAULT 0,
  cards INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX changes_revision ON changes (revision);

INSERT INTO changes (run, name, revision) VALUES (0, lower(hex(randomblob(8))), 0);

-- Few, however many runs there are: who looks at a store asks often whether they still live.
CREATE INDEX runs_running ON runs (id) WHERE status = 'running';
`;

/** What version 3 adds: cards. */
export const SCHEMA_3 = `
-- What the cards of an attempt show. The digest is empty where its step has put nothing on it: then it
-- shows what is known of the task. kind: json for the description of its components, text for HTML
-- that the flow's own code made. data as for artifacts.
CREATE TABLE cards (
  run INTEGER NOT NULL,
  task INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  id TEXT NOT NULL,
  -- among the cards of its step
  position INTEGER NOT NULL,
  -- default, blank, or one that the flow defines
  type TEXT NOT NULL,
  -- rises with each update
  revision INTEGER NOT NULL,
  time INTEGER NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  size INTEGER NOT NULL,
  data BLOB,
  PRIMARY KEY (run, task, attempt, id)
) STRICT, WITHOUT ROWID;

-- Seals hold more of a run than they did: earlier ones would seem broken.
DELETE FROM meta WHERE key GLOB 'seal:*';
`;
