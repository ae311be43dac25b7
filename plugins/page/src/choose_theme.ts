import { signal } from "@preact/signals";

/** What a person has chosen; `system` follows the machine. */
export type Theme = "system" | "light" | "dark";

const KEY = "flow-theme";
const ORDER: readonly Theme[] = ["system", "light", "dark"];

/** The theme at hand. */
export const theme = signal<Theme>(kept());

/** Goes on to the next theme, and keeps it for the next visit. */
export function changeTheme(): void {
  const next = ORDER[(ORDER.indexOf(theme.value) + 1) % ORDER.length]!;
  const root = document.documentElement;
  if (next === "system") {
    localStorage.removeItem(KEY);
    delete root.dataset.theme;
  } else {
    localStorage.setItem(KEY, next);
    root.dataset.theme = next;
  }
  theme.value = next;
}

function kept(): Theme {
  const value = localStorage.getItem(KEY);
  return value === "light" || value === "dark" ? value : "system";
}
