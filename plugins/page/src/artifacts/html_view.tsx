import { useSignal } from "@preact/signals";
import { artifactUrl, type Place } from "./artifact_path.ts";
import { TextView } from "./text_view.tsx";

interface HtmlViewProps {
  text: string;
  length: number | null;
  cut: boolean;
  place: Place;
}

/** A page of HTML, in a frame that may do nothing; or its source. */
export function HtmlView({ place, ...text }: HtmlViewProps) {
  const isSource = useSignal(false);
  const choices = [["Page", false], ["Source", true]] as const;
  return (
    <div class="preview-html">
      <div class="preview-bar">
        <div class="switch" role="group" aria-label="Shown as">
          {choices.map(([title, value]) => (
            <button
              key={title}
              type="button"
              aria-pressed={isSource.value === value}
              onClick={() => (isSource.value = value)}
            >
              {title}
            </button>
          ))}
        </div>
        <span class="dim">Scripts in it do not run, and it loads nothing.</span>
      </div>
      {isSource.value ? <TextView {...text} /> : (
        <iframe
          class="paper"
          sandbox=""
          title={`The page ${place.name}`}
          src={artifactUrl(place, "frame")}
        />
      )}
    </div>
  );
}
