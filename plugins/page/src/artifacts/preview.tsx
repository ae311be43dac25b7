import { bytes } from "../format.ts";
import { useResource } from "../resource.ts";
import { ErrorState, Loading } from "../ui/states.tsx";
import { type Place } from "./artifact_path.ts";
import { HexView } from "./hex_view.tsx";
import { HtmlView } from "./html_view.tsx";
import { JsonTree } from "./json_tree.tsx";
import { type Content, loadPreview } from "./load_preview.ts";
import { AudioView, ImageView } from "./media_view.tsx";
import { NumberChart } from "./number_chart.tsx";
import { TableView } from "./table_view.tsx";
import { TextView } from "./text_view.tsx";

interface PreviewProps {
  place: Place;
  /** Of the value at hand: another digest is another value. */
  digest: string;
  size: number;
}

/** A value, shown by what it is. */
export function Preview({ place, digest, size }: PreviewProps) {
  const preview = useResource(() => loadPreview(place), [
    `${place.run}/${place.task}/${place.name}/${digest}`,
  ]);
  const content = preview.data.value?.content;
  if (content === undefined) {
    const error = preview.error.value;
    return error === null
      ? <Loading what={`a value of ${bytes(size)}`} />
      : <ErrorState error={error} retry={preview.reload} title="The value cannot be shown" />;
  }
  return <Shown content={content} place={place} />;
}

function Shown({ content, place }: { content: Content; place: Place }) {
  switch (content.kind) {
    case "json":
      return <JsonTree value={content.value} cut={content.cut} />;
    case "table":
      return <TableView table={content} place={place} />;
    case "text":
      return <TextView {...content} />;
    case "html":
      return <HtmlView {...content} place={place} />;
    case "image":
      return <ImageView place={place} />;
    case "audio":
      return <AudioView place={place} />;
    case "numbers":
      return <NumberChart numbers={content} />;
    case "file":
    case "bytes":
      return <HexView type={content.type} head={content.head} />;
  }
}
