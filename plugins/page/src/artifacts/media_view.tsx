import { useSignal } from "@preact/signals";
import { EmptyState } from "../ui/states.tsx";
import { artifactUrl, type Place } from "./artifact_path.ts";

/** An image on a ground on which any colour is seen. */
export function ImageView({ place }: { place: Place }) {
  const size = useSignal("");
  const isBroken = useSignal(false);
  if (isBroken.value) {
    return (
      <EmptyState title="The image cannot be shown">
        <p class="dim">It begins as an image does, but is none that this browser knows.</p>
      </EmptyState>
    );
  }
  return (
    <figure class="preview-image">
      <div class="paper">
        <img
          alt={`The artifact ${place.name}`}
          src={artifactUrl(place, "bytes")}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            size.value = `${naturalWidth} × ${naturalHeight}`}
          onError={() => (isBroken.value = true)}
        />
      </div>
      <figcaption class="dim">{size.value || " "}</figcaption>
    </figure>
  );
}

/** A sound, with the browser's own controls. */
export function AudioView({ place }: { place: Place }) {
  return (
    <audio class="preview-audio" controls preload="metadata" src={artifactUrl(place, "bytes")} />
  );
}
