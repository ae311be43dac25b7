import { useEffect, useErrorBoundary } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { useKeys } from "../keys.ts";
import { go, path } from "../location.ts";
import { ErrorState } from "../ui/states.tsx";
import { Later } from "../ui/later.tsx";
import { PAGES } from "../views.ts";
import { Head } from "./head.tsx";
import { changeTheme } from "../choose_theme.ts";
import { KeyHelp, showKeys } from "./key_help.tsx";

/** The frame of all views: head, the view that the address names, and what keys there are. */
export function Shell() {
  const [name = "runs", ...rest] = path.value;
  const page = PAGES.find((one) => one.path === name);
  useKeys("Everywhere", [
    { keys: ["?"], does: "Show the keys", run: showKeys },
    { keys: ["T"], does: "Change the theme", run: changeTheme },
    ...PAGES.filter(({ key }) => key).map(({ key, title, path }) => ({
      keys: [key!.toUpperCase()],
      does: `Open ${title}`,
      run: () => go(path === "runs" ? "/" : `/${path}`),
    })),
  ]);
  return (
    <>
      <a class="skip" href="#main">To the content</a>
      <Head />
      <main id="main" tabIndex={-1}>
        <Guard at={path.value.join("/")}>
          {page === undefined ? <Nowhere /> : <Later load={page.load} props={{ rest }} />}
        </Guard>
      </main>
      <KeyHelp />
    </>
  );
}

/** Keeps a view that fails from taking the page with it; another address is another try. */
function Guard({ at, children }: { at: string; children: ComponentChildren }) {
  const [error, retry] = useErrorBoundary((error) => console.error(error));
  useEffect(() => {
    if (error !== undefined) retry();
  }, [at]);
  return error === undefined
    ? <>{children}</>
    : <ErrorState error={error} retry={retry} title="This view has failed" />;
}

function Nowhere() {
  return (
    <ErrorState
      title="There is no such page"
      error={new Error(`Nothing is at ${location.pathname}`)}
      hint={
        <>
          Go to <a href="/">the runs</a>.
        </>
      }
    />
  );
}
