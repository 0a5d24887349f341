import { inflateSync } from "node:zlib";

const DIRECTORY = 44;
const ENTRY = 20;

/** The characters that a WOFF font has a glyph for, of the first 65,536: by its `cmap` in format 4. @see https://www.w3.org/TR/WOFF/ */
export function charactersOf(woff: Buffer): Set<number> {
  const cmap = tableOf(woff, "cmap");
  const count = cmap.readUInt16BE(2);
  const offsets = Array.from({ length: count }, (_, index) => cmap.readUInt32BE(8 + 8 * index));
  return new Set(
    offsets
      .filter((offset) => cmap.readUInt16BE(offset) === 4)
      .flatMap((offset) => segmentsOf(cmap.subarray(offset))),
  );
}

function segmentsOf(table: Buffer): number[] {
  const length = table.readUInt16BE(6);
  return Array.from({ length: length / 2 }, (_, index) => {
    const end = table.readUInt16BE(14 + 2 * index);
    const start = table.readUInt16BE(16 + length + 2 * index);
    return Array.from({ length: end - start + 1 }, (__, step) => start + step);
  }).flat();
}

function tableOf(woff: Buffer, tag: string): Buffer {
  for (let entry = DIRECTORY; entry < DIRECTORY + ENTRY * woff.readUInt16BE(12); entry += ENTRY)
    if (woff.toString("latin1", entry, entry + 4) === tag) {
      const [offset, packed, size] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at));
      const bytes = woff.subarray(offset, (offset ?? 0) + (packed ?? 0));
      return packed === size ? bytes : inflateSync(bytes);
    }
  throw new Error(`There is no ${tag} in this font.`);
}
