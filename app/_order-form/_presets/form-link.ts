import * as z from "zod/mini";
import { readAmount } from "#lib/shared/amounts/amount.ts";
import { chosenFeatures, features, mapFeatures } from "#lib/shared/features.ts";
import { evmAddress } from "#lib/shared/address.ts";
import { fields, type TokenForm } from "#lib/shared/token.ts";

const texts = ["name", "symbol", "supply", "cap", "owner"] as const;
const amounts: ReadonlySet<string> = new Set(["supply", "cap"]);
export const linkKeys = [...texts, "decimals", "features", "chainId"] as const;

/** What a link says of a field. */
export type LinkKey = (typeof linkKeys)[number];

/** What a link fills in, and what of it is of no use. */
export type FormLink = { values: Partial<TokenForm>; chainId: number | null; ignored: LinkKey[] };

/** What stands in the form as the query of a link; what is empty, or as it is in any new form, is left out. */
export function toQuery(values: TokenForm, chainId: number | null): URLSearchParams {
  const query = new URLSearchParams();
  for (const key of texts) {
    const text = values[key];
    if (text) query.set(key, amounts.has(key) ? (readAmount(text) ?? text) : text);
  }
  const { decimals } = values;
  if (decimals !== undefined && Number.isInteger(decimals)) query.set("decimals", String(decimals));
  const chosen = chosenFeatures(mapFeatures(({ name }) => values.features?.[name] ?? false));
  if (chosen.length > 0) query.set("features", chosen.map(({ name }) => name).join(","));
  if (chainId !== null) query.set("chainId", String(chainId));
  return query;
}

/**
 * Reads a link, which anybody may have made. Each value is checked as if it had been typed, and what is refused is left
 * out and named. @returns null where the address fills in nothing
 */
export function fromQuery(query: URLSearchParams, chainIds: readonly number[]): FormLink | null {
  const given = linkKeys.filter((key) => query.has(key));
  if (given.length === 0) return null;
  const link: FormLink = { values: {}, chainId: null, ignored: [] };
  const read = readers(chainIds);
  for (const key of given) {
    const found = query.getAll(key).length === 1 ? read[key](query.get(key) ?? "") : null;
    if (found === null) link.ignored.push(key);
    else if (typeof found === "number") link.chainId = found;
    else Object.assign(link.values, found);
  }
  // An argument without its feature would be refused, and has no field to be seen in.
  for (const { name, argument } of features) {
    if (!argument || link.values[argument.field] === undefined || link.values.features?.[name]) continue;
    delete link.values[argument.field];
    link.ignored.push(argument.field);
  }
  return link;
}

type Read = (text: string) => Partial<TokenForm> | number | null;

/** How each value is read; null is what can't be. */
function readers(chainIds: readonly number[]): Record<LinkKey, Read> {
  return {
    name: (text) => checked(fields.name, text, (name) => ({ name })),
    symbol: (text) => checked(fields.symbol, text, (symbol) => ({ symbol })),
    supply: (text) => checked(fields.supply, readAmount(text), (supply) => ({ supply })),
    cap: (text) =>
      readAmount(text) === null ? null : checked(fields.cap, readAmount(text), (cap) => ({ cap })),
    owner: (text) => checked(evmAddress, text, (owner) => ({ owner })),
    decimals: (text) =>
      /^\d{1,2}$/.test(text) ? checked(fields.decimals, Number(text), (decimals) => ({ decimals })) : null,
    features: (text) => {
      const names = text.split(",");
      const isKnown = names.every((each) => features.some(({ name }) => name === each));
      return isKnown ? { features: mapFeatures(({ name }) => names.includes(name)) } : null;
    },
    chainId: (text) => chainIds.find((id) => String(id) === text) ?? null,
  };
}

function checked<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: unknown,
  toValues: (value: z.output<Schema>) => Partial<TokenForm>,
): Partial<TokenForm> | null {
  const { success, data } = schema.safeParse(input);
  return success ? toValues(data) : null;
}
