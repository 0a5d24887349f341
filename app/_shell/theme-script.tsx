"use client";

import { themeScript } from "./theme.ts";

/** The browser runs it from the server's HTML only; React warns of a script that it would have to render itself. */
export function ThemeScript() {
  return (
    <script
      type={typeof window === "undefined" ? "text/javascript" : "text/plain"}
      suppressHydrationWarning
      dangerouslySetInnerHTML={{ __html: themeScript }}
    />
  );
}
