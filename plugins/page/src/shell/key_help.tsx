import { useRef } from "preact/hooks";
import { keyGroups } from "../keys.ts";

const NAMES: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  " ": "Space",
};

/** Opens the dialog that lists all keys. */
export function showKeys(): void {
  document.querySelector<HTMLDialogElement>("#keys")?.showModal();
}

/** All keys that work in the view at hand. */
export function KeyHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  const groups = Map.groupBy(
    keyGroups.value.map(({ current }) => current).reverse(),
    ({ title }) => title,
  );
  return (
    <dialog
      id="keys"
      ref={dialog}
      aria-labelledby="keys-title"
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="dialog">
        <header>
          <h2 id="keys-title">Keys</h2>
          <button type="button" onClick={() => dialog.current?.close()}>Close</button>
        </header>
        <div class="key-groups">
          {[...groups].map(([title, group]) => (
            <section key={title}>
              <h3>{title}</h3>
              <dl>
                {group.flatMap(({ keys }) => keys).map(({ keys, does }) => (
                  <div key={does}>
                    <dt>{keys.map((key) => <kbd key={key}>{NAMES[key] ?? key}</kbd>)}</dt>
                    <dd>{does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </dialog>
  );
}
