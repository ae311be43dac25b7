import type { PageProps } from "../views.ts";
import { RunPage } from "../run/run_page.tsx";

/** `/runs` lists runs, `/runs/Flow/7` is one. */
export default function RunsPage({ rest }: PageProps) {
  const [flow, number, ...below] = rest;
  if (flow === undefined) return <p>runs</p>;
  return <RunPage run={`${flow}/${number ?? "latest"}`} rest={below} />;
}
