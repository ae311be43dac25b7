import { useKeys } from "../keys.ts";
import { go, runHref } from "../location.ts";
import { RUN_TABS } from "../views.ts";

/** The tabs of a run; each is a link, so that it opens elsewhere too. */
export function RunTabs({ run, at }: { run: string; at: string }) {
  useKeys(
    "Run",
    RUN_TABS.map(({ id, title }, index) => ({
      keys: [String(index + 1)],
      does: title,
      run: () => go(runHref(run, id)),
    })),
  );
  return (
    <nav class="tabs" aria-label="Run">
      {RUN_TABS.map(({ id, title }) => (
        <a key={id} href={runHref(run, id)} aria-current={id === at ? "page" : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
