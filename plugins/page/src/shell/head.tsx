import { changeTheme, theme } from "../choose_theme.ts";
import { connection } from "../live.ts";
import { path } from "../location.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { PAGES } from "../views.ts";
import { showKeys } from "./key_help.tsx";

const THEME_ICONS: Record<typeof theme.value, IconName> = {
  system: "screen",
  light: "sun",
  dark: "moon",
};

const CONNECTION = {
  connecting: "Connecting",
  live: "Live",
  offline: "Offline",
} as const;

/** The bar at the top: where to go, whether changes arrive, theme and keys. */
export function Head() {
  const [at = "runs"] = path.value;
  return (
    <header class="head">
      <a class="brand" href="/" aria-label="Flow: all runs">
        <Icon name="flow" /> Flow
      </a>
      <nav aria-label="Views">
        {PAGES.filter(({ key }) => key !== undefined).map(({ path, title }) => (
          <a
            href={path === "runs" ? "/" : `/${path}`}
            aria-current={path === at ? "page" : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      <span class={`connection ${connection.value}`} role="status">
        <i aria-hidden="true" /> {CONNECTION[connection.value]}
      </span>
      <button
        type="button"
        class="quiet"
        onClick={changeTheme}
        title={`Theme: ${theme.value} (T)`}
        aria-label={`Theme: ${theme.value}. Change it`}
      >
        <Icon name={THEME_ICONS[theme.value]} />
      </button>
      <button type="button" class="quiet" onClick={showKeys} title="Keys (?)" aria-label="Keys">
        <Icon name="keyboard" />
      </button>
    </header>
  );
}
