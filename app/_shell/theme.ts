import { browserKept } from "#app/_client/kept.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const KEY = "coinwright:theme";
const listeners = new Set<() => void>();

/** Runs while the page is parsed, so that the chosen theme is there before the first paint. */
export const themeScript = `try{var t=localStorage.getItem("${KEY}");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}`;

export function readTheme(): Theme {
  const stored = browserKept.getItem(KEY);
  return themes.find((theme) => theme === stored) ?? "system";
}

export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function applyTheme(theme: Theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function storeTheme(theme: Theme) {
  if (theme === "system") browserKept.removeItem(KEY);
  else browserKept.setItem(KEY, theme);
  applyTheme(theme);
  for (const listener of listeners) listener();
}
