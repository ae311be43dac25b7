import type { RunInfo } from "../../../../core/client/reader.ts";
import { StatusWord } from "../ui/status.tsx";
import type { RunModel } from "./run_model.ts";

/** What a run is, how it stands, and what can be done with it. */
export function RunHeader({ info }: { model: RunModel; info: RunInfo }) {
  return (
    <header class="run-head">
      <h1>
        {info.flow} <span class="dim">/</span> {info.number}
      </h1>
      <StatusWord status={info.status} />
    </header>
  );
}
