import type { ArtifactInfo } from "../../../../core/client/reader.ts";
import { bytes, count } from "../format.ts";
import { runHref, setQuery } from "../location.ts";
import { Digest } from "../ui/digest.tsx";
import { Icon } from "../ui/icon.tsx";
import { Uses } from "../ui/uses.tsx";
import { artifactUrl, type Place } from "./artifact_path.ts";
import { Preview } from "./preview.tsx";

interface ArtifactDetailProps {
  place: Place;
  info: ArtifactInfo;
}

/** A value: what it is, where it is from, where else it is, and how it looks. */
export function ArtifactDetail({ place, info }: ArtifactDetailProps) {
  const { name, kind, size, digest, task, run } = info;
  return (
    <article class="artifact" aria-label={`Artifact ${name}`}>
      <header>
        <h2>
          <code>{name}</code>
        </h2>
        <a class="button" href={artifactUrl(place, "bytes")} download={name}>
          <Icon name="download" /> Download
        </a>
        <button
          type="button"
          class="quiet"
          aria-label="Close the artifact"
          onClick={() => setQuery({ name: null }, {})}
        >
          <Icon name="close" />
        </button>
        <dl class="facts">
          <div>
            <dt>Kind</dt>
            <dd>{kind}</dd>
          </div>
          <div>
            <dt>Size</dt>
            <dd title={`${count(size)} bytes`}>{bytes(size)}</dd>
          </div>
          <div>
            <dt>Set by</dt>
            <dd>
              {task === 0
                ? "the run, for all its tasks"
                : (
                  <a class="link" href={runHref(run, "tasks", task)}>
                    {run === place.run ? "" : `${run}, `}task {task}
                  </a>
                )}
            </dd>
          </div>
          <div>
            <dt>Digest</dt>
            <dd>
              <Digest digest={digest} />
            </dd>
          </div>
        </dl>
      </header>
      <Preview place={place} digest={digest} size={size} />
      <section class="used">
        <h3>Where the same value is used</h3>
        <Uses key={digest} digest={digest} />
      </section>
    </article>
  );
}
