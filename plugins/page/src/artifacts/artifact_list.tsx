import type { ArtifactInfo } from "../../../../core/client/reader.ts";
import { bytes } from "../format.ts";

interface ArtifactListProps {
  artifacts: readonly ArtifactInfo[];
  hrefOf: (name: string) => string;
  /** The one that is shown. */
  chosen: string | null;
  /** What says that a list is of this place only, in the mark of its rows. */
  id: string;
}

/** Names, kinds and sizes of values; each opens. */
export function ArtifactList({ artifacts, hrefOf, chosen, id }: ArtifactListProps) {
  return (
    <ul class="values">
      {artifacts.map(({ name, kind, size }) => (
        <li key={name} data-row={`${id}/${name}`}>
          <a data-open href={hrefOf(name)} aria-current={name === chosen ? "true" : undefined}>
            <code title={name}>{name}</code>
            <span class="dim">{kind}</span>
            <span class="dim num">{bytes(size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
