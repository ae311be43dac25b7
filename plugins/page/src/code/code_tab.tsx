import { useEffect, useRef } from "preact/hooks";
import { api, ask, runParam } from "../api.ts";
import { bytes } from "../format.ts";
import { hrefTo, query, runHref } from "../location.ts";
import { useResource } from "../resource.ts";
import type { RunModel } from "../run/run_model.ts";
import { CopyButton } from "../ui/copy.tsx";
import { Digest } from "../ui/digest.tsx";
import { useRowKeys } from "../ui/row_keys.ts";
import { EmptyState, ErrorState, Loading } from "../ui/states.tsx";
import type { RunTabProps } from "../views.ts";
import { CodeLines } from "./code_lines.tsx";

/** The files of a run as they were when it ran, and the step at hand in view. */
export default function CodeTab({ run }: RunTabProps) {
  useRowKeys("Code");
  const code = useResource(
    () => ask(api.runs[":flow"][":run"].code.$get({ param: runParam(run.run) })),
    [run],
  );
  const data = code.data.value;
  if (data === undefined) {
    const error = code.error.value;
    return error === null
      ? <Loading what="the code" />
      : <ErrorState error={error} retry={code.reload} title="The code cannot be read" />;
  }
  if (data.files.length === 0) {
    return (
      <EmptyState title="No code was recorded">
        <p class="dim">Runs keep the files of their flow, unless a program has written them.</p>
      </EmptyState>
    );
  }
  const step = data.steps.find((one) => one.step === query.value.get("step"));
  const path = query.value.get("path") ?? step?.path ?? data.entry ?? data.files[0]!.path;
  const steps = data.steps.filter((one) => one.path !== null).sort((a, b) => a.line - b.line);
  return (
    <div class="split open">
      <nav class="split-list" aria-label="Files and steps">
        <section>
          <h3>Files</h3>
          <ul class="values">
            {data.files.map((file) => (
              <li key={file.path} data-row={file.path}>
                <a
                  data-open
                  href={hrefTo(runHref(run.run, "code"), { path: file.path })}
                  aria-current={file.path === path ? "true" : undefined}
                >
                  <code title={file.path}>{file.path}</code>
                  <span />
                  <span class="dim num">{bytes(file.size)}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
        {steps.length > 0 && (
          <section>
            <h3>Steps</h3>
            <ul class="values">
              {steps.map((one) => (
                <li key={one.step} data-row={`step ${one.step}`}>
                  <a
                    data-open
                    href={hrefTo(runHref(run.run, "code"), { step: one.step })}
                    aria-current={one === step ? "true" : undefined}
                  >
                    <span>{one.step}</span>
                    <span />
                    <span class="dim num">line {one.line}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </nav>
      <div class="split-detail">
        <File
          key={path}
          run={run}
          path={path}
          from={step?.path === path ? step.line : 0}
          to={step?.path === path ? step.endLine : 0}
        />
      </div>
    </div>
  );
}

interface FileProps {
  run: RunModel;
  path: string;
  from: number;
  to: number;
}

function File({ run, path, from, to }: FileProps) {
  const place = useRef<HTMLDivElement>(null);
  const file = useResource(
    () =>
      ask(api.runs[":flow"][":run"].code.file.$get({ param: runParam(run.run), query: { path } })),
    [],
  );
  const data = file.data.value;
  useEffect(() => {
    place.current?.querySelector(`[data-line="${from}"]`)?.scrollIntoView({ block: "start" });
  }, [data, from]);
  if (data === undefined) {
    const error = file.error.value;
    return error === null
      ? <Loading what="the file" rows={20} />
      : <ErrorState error={error} retry={file.reload} title="The file cannot be read" />;
  }
  return (
    <div ref={place}>
      <header class="file-head">
        <h2>
          <code>{data.path}</code>
        </h2>
        <Digest digest={data.digest} />
        {data.text !== null && <CopyButton text={data.text} label="Copy the file" />}
      </header>
      {data.cut && <p class="dim">Only its beginning is shown.</p>}
      {data.text === null
        ? <p class="dim">It is no text: {bytes(data.size)}.</p>
        : <CodeLines text={data.text} path={data.path} from={from} to={to} />}
    </div>
  );
}
