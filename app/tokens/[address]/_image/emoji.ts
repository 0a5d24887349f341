import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The folder of the package that the build takes along: see `outputFileTracingIncludes` in next.config.mjs. */
const FOLDER = join(/* turbopackIgnore: true */ process.cwd(), "node_modules/@twemoji/svg");
/** More characters than any emoji is made of. */
const MOST_CODES = 12;

const emoji = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]|\u20e3/u;
/** Asks for the picture of what may also be a letter. */
const AS_PICTURE = "fe0f";

/** The picture of an emoji, as a URL that holds it; null where it is none, or there is no picture of it. */
export async function emojiPicture(grapheme: string): Promise<string | null> {
  const codes = Array.from(grapheme, (character) => character.codePointAt(0)?.toString(16) ?? "");
  if (!emoji.test(grapheme) || codes.length > MOST_CODES) return null;
  // Files of emoji that are put together from others are named with it, others without.
  const svg = (await read(codes)) ?? (await read(codes.filter((code) => code !== AS_PICTURE)));
  return svg && `data:image/svg+xml;base64,${svg.toString("base64")}`;
}

async function read(codes: string[]): Promise<Buffer | null> {
  try {
    return await readFile(join(FOLDER, `${codes.join("-")}.svg`));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
