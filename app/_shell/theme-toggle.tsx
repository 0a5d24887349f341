"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useLayoutEffect, useSyncExternalStore } from "react";
import { applyTheme, readTheme, storeTheme, subscribeTheme, themes, type Theme } from "./theme.ts";

const icons = { system: Monitor, light: Sun, dark: Moon };

export function ThemeToggle() {
  const words = useTranslations("shell");
  const theme = useSyncExternalStore<Theme>(subscribeTheme, readTheme, () => "system");

  // React drops what the inline script has set when it renders <html> anew, as it does in development.
  useLayoutEffect(() => applyTheme(readTheme()), []);

  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
  const Icon = icons[theme];
  return (
    <button
      type="button"
      className="grid size-11 place-items-center rounded-md text-muted hover:text-ink"
      aria-label={words("switchTheme", { theme, next })}
      title={words("theme", { theme })}
      onClick={() => storeTheme(next)}
    >
      <Icon size={18} aria-hidden />
    </button>
  );
}
