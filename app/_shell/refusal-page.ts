import { createTranslator } from "next-intl";
import { catalogueOf } from "#app/_words/catalogue.ts";
import type { Locale } from "#app/_words/locales.ts";

/** Nothing but what is in it: no scripts, no files, no frame around it. */
export const REFUSAL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** What a browser is shown that has asked for too many pages: what happened, and when to come again. */
export async function refusalPage(locale: Locale, retryAfterSeconds: number): Promise<string> {
  const words = createTranslator({ locale, messages: await catalogueOf(locale), namespace: "refused" });
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words("title")} · Coinwright</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${words("title")}</h1>
<p>${words("text")}</p>
<p><strong>${words("again", { seconds: retryAfterSeconds })}</strong></p>
<p><a href="">${words("tryAgain")}</a></p>
</main>
</body>
</html>
`;
}

const style = `
:root { color-scheme: light dark }
body { margin: 0; padding: 4rem 1rem; background: light-dark(#f3eee4, #15120e); color: light-dark(#1f1a14, #f1e9db);
  font: 1rem/1.6 ui-sans-serif, system-ui, sans-serif }
main { max-width: 28rem; margin: auto; padding: 2rem; background: light-dark(#fffdf7, #231e18) }
h1 { margin: 0; font-size: 1.25rem }
a { display: inline-block; padding: .5rem 0; color: light-dark(#9a4818, #e8976a) }
`;
