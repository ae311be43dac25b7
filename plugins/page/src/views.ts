/**
 * What the page consists of. A view is one file that exports a component as its default, and an
 * entry here; it is loaded when it is first opened. `README.md` beside this folder says how one is
 * added.
 *
 * @module
 */

import type { ComponentType } from "preact";
import type { RunModel } from "./run/run_model.ts";
import type { TaskModel } from "./task/task_model.ts";

/** What is loaded when it is opened. */
type Loader<P> = () => Promise<{ default: ComponentType<P> }>;

/** A view that fills the page. */
export interface Page {
  /** The first part of its path: `runs`, `compare`. */
  path: string;
  title: string;
  /** A key that opens it after `g`; it then stands in the head of the page. */
  key?: string;
  load: Loader<PageProps>;
}

/** What a page is given. */
export interface PageProps {
  /** The parts of the path behind its own. */
  rest: readonly string[];
}

/** A tab of a run: `/runs/Demo/7/ID`. */
export interface RunTab {
  id: string;
  title: string;
  load: Loader<RunTabProps>;
}

/** What a tab of a run is given. */
export interface RunTabProps {
  run: RunModel;
  /** The parts of the path behind its own. */
  rest: readonly string[];
}

/** A tab of a task: `/runs/Demo/7/tasks/12/ID`. */
export interface TaskTab {
  id: string;
  title: string;
  load: Loader<TaskTabProps>;
}

/** What a tab of a task is given. */
export interface TaskTabProps {
  task: TaskModel;
}

export const PAGES: readonly Page[] = [
  { path: "runs", title: "Runs", key: "r", load: () => import("./runs/runs_page.tsx") },
  { path: "compare", title: "Compare", load: () => import("./compare/compare_page.tsx") },
  { path: "store", title: "Store", key: "s", load: () => import("./store/store_page.tsx") },
];

/** The first is the one that opens. */
export const RUN_TABS: readonly RunTab[] = [
  { id: "graph", title: "Graph", load: () => import("./graph/graph_tab.tsx") },
  { id: "timeline", title: "Timeline", load: () => import("./timeline/timeline_tab.tsx") },
  { id: "tasks", title: "Tasks", load: () => import("./tasks/tasks_tab.tsx") },
  {
    id: "artifacts",
    title: "Artifacts",
    load: () => import("./artifacts/run_artifacts_tab.tsx"),
  },
  { id: "cards", title: "Cards", load: () => import("./cards/run_cards_tab.tsx") },
  { id: "code", title: "Code", load: () => import("./code/code_tab.tsx") },
];

/** The first is the one that opens. */
export const TASK_TABS: readonly TaskTab[] = [
  { id: "overview", title: "Overview", load: () => import("./task/overview_tab.tsx") },
  { id: "logs", title: "Logs", load: () => import("./logs/task_logs_tab.tsx") },
  {
    id: "artifacts",
    title: "Artifacts",
    load: () => import("./artifacts/task_artifacts_tab.tsx"),
  },
  { id: "cards", title: "Cards", load: () => import("./cards/task_cards_tab.tsx") },
  { id: "lineage", title: "Lineage", load: () => import("./lineage/lineage_tab.tsx") },
];
