import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { TagInfo } from "../../../../core/client/reader.ts";
import { api, ask, runParam } from "../api.ts";
import { useKeys } from "../keys.ts";
import { Icon } from "../ui/icon.tsx";
import type { RunModel } from "./run_model.ts";

/** The tags of a run, which are changed where they stand. */
export function RunTags({ model }: { model: RunModel }) {
  const isOpen = useSignal(false);
  const error = useSignal<string | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const tags = model.tags.data.value ?? [];
  useKeys("Run", [{ keys: ["t"], does: "Add a tag", run: () => (isOpen.value = true) }]);

  const change = async (changes: { add?: string[]; remove?: string[] }) => {
    error.value = null;
    try {
      const changed = await ask(
        api.runs[":flow"][":run"].tags.$post({ param: runParam(model.run), json: changes }),
      );
      model.tags.data.value = changed as TagInfo[];
      return true;
    } catch (problem) {
      error.value = (problem as Error).message;
      return false;
    }
  };
  const close = () => {
    isOpen.value = false;
    opener.current?.focus();
  };
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const tag = String(new FormData(form).get("tag")).trim();
    if (tag === "") return close();
    if (await change({ add: [tag] })) form.reset();
  };
  return (
    <div class="wide">
      <dt>Tags</dt>
      <dd class="tags">
        {tags.map(({ tag, system }) => (
          <span key={tag} class={system ? "chip system" : "chip"}>
            {!system && <Icon name="tag" size={11} />}
            <span title={tag}>{tag}</span>
            {!system && (
              <button
                type="button"
                aria-label={`Remove the tag ${tag}`}
                onClick={() => change({ remove: [tag] })}
              >
                <Icon name="close" size={10} />
              </button>
            )}
          </span>
        ))}
        {isOpen.value
          ? (
            <form onSubmit={add}>
              <input
                name="tag"
                aria-label="New tag"
                placeholder="New tag, Enter adds it"
                autocomplete="off"
                ref={(field) => field?.focus()}
                onKeyDown={(event) => {
                  if (event.key !== "Escape") return;
                  event.preventDefault();
                  close();
                }}
                onBlur={(event) => event.currentTarget.value === "" && (isOpen.value = false)}
              />
            </form>
          )
          : (
            <button
              type="button"
              class="chip add"
              ref={opener}
              onClick={() => (isOpen.value = true)}
            >
              <Icon name="plus" size={11} /> Tag
            </button>
          )}
        {error.value && <span class="problem" role="alert">{error.value}</span>}
      </dd>
    </div>
  );
}
