import type { PageProps } from "../views.ts";
import { RunPage } from "../run/run_page.tsx";
import { RunList } from "./run_list.tsx";

/** `/runs` lists runs, `/runs/Flow/7` is one. */
export default function RunsPage({ rest }: PageProps) {
  const [flow, number, ...below] = rest;
  if (flow === undefined) return <RunList />;
  return <RunPage run={`${flow}/${number ?? "latest"}`} rest={below} />;
}
