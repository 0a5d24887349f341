import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The folder of the package that the build takes along: see `outputFileTracingIncludes` in next.config.mjs. */
const FOLDER = "node_modules/@fontsource/geist-mono/files";
const subsets = ["latin", "latin-ext", "cyrillic", "symbols2"] as const;
const weights = [400, 700] as const;

type Font = { name: string; data: Buffer; weight: (typeof weights)[number]; style: "normal" };

let loaded: Promise<Font[]> | undefined;

/** What pictures are written in: Geist Mono in pieces, each under a name of its own so that one stands in for another. */
export function imageFonts(): Promise<Font[]> {
  loaded ??= readFonts();
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

/** All of them, as CSS names what to write in. */
export const fontFamily = subsets.map(nameOf).join(", ");

function readFonts(): Promise<Font[]> {
  return Promise.all(
    subsets.flatMap((subset) =>
      weights.map(async (weight): Promise<Font> => {
        const file = `geist-mono-${subset}-${weight}-normal.woff`;
        const data = await readFile(join(process.cwd(), FOLDER, file));
        return { name: nameOf(subset), data, weight, style: "normal" };
      }),
    ),
  );
}

function nameOf(subset: string): string {
  return `Geist Mono ${subset}`;
}
