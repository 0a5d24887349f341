import { confusables } from "./confusables.ts";

const lookOf = new Map(
  Object.entries(confusables).flatMap(([look, characters]) =>
    Array.from(characters, (character): [string, string] => [character, look]),
  ),
);

/**
 * What a text looks like at a glance: two texts with one skeleton are easily taken for one another. Letters of other
 * scripts become the Latin ones that they resemble; case, accents, spaces and punctuation do not count, nor does
 * whether an `l` is an `I` or a 1, and an `O` a zero. Only to be compared, never shown.
 *
 * @see https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
export function skeleton(text: string): string {
  const folded = Array.from(text.normalize("NFD"), lookAlike).join("").toLowerCase();
  const letters = folded.replace(/[^\p{L}\p{N}]/gv, "") || folded;
  return letters.replace(/[i1]/g, "l").replaceAll("0", "o").replaceAll("rn", "m");
}

function lookAlike(character: string): string {
  const cases = [character, character.toUpperCase(), character.toLowerCase()];
  const look = cases.map((each) => lookOf.get(each)).find((each) => each !== undefined);
  if (look) return look;
  const plain = character.normalize("NFKD");
  return plain === character ? character : Array.from(plain, lookAlike).join("");
}
