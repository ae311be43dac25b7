import { theme } from "../choose_theme.ts";

const NAMES = [
  "ground",
  "raised",
  "hover",
  "line",
  "line-strong",
  "text",
  "dim",
  "accent",
  "accent-wash",
  "succeeded",
  "running",
  "failed",
  "caught",
  "queued",
  "cancelled",
] as const;

/** The colours of `tokens.css` at hand, for what is painted and not styled. */
export type Palette = Readonly<Record<(typeof NAMES)[number], string>>;

let known: { key: string; palette: Palette } | null = null;

/** Reads the colours of the theme at hand. */
export function palette(): Palette {
  const key = `${theme.value} ${matchMedia("(prefers-color-scheme: dark)").matches}`;
  if (known?.key === key) return known.palette;
  const probe = document.body.appendChild(document.createElement("i"));
  const entries = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  known = { key, palette: Object.fromEntries(entries) as Palette };
  return known.palette;
}

/** Calls back when the machine changes between dark and light, until the result is called. */
export function onSystemTheme(listener: () => void): () => void {
  const query = matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
