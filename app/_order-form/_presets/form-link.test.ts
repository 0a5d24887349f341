import fc from "fast-check";
import { expect, test } from "vitest";
import { onlyFeatures } from "#lib/shared/features.ts";
import type { TokenForm } from "#lib/shared/token.ts";
import { fromQuery, toQuery } from "./form-link.ts";

const owner = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const full: TokenForm = {
  name: "Cöpper & Penny=?",
  symbol: "铜币",
  decimals: 6,
  supply: "1000000.5",
  features: onlyFeatures("burnable", "mintable"),
  cap: "2000000",
  owner,
};
const read = (query: string) => fromQuery(new URLSearchParams(query), [31337, 1]);

test("what a form holds comes back from its link as it was", () => {
  expect(read(`${toQuery(full, 1)}`)).toEqual({ values: full, chainId: 1, ignored: [] });
});

test("an empty form's link fills in nothing but its decimals", () => {
  const empty: TokenForm = {
    name: "",
    symbol: "",
    decimals: 18,
    supply: "",
    features: onlyFeatures(),
    cap: null,
    owner: "",
  };
  expect(`${toQuery(empty, null)}`).toBe("decimals=18");
  expect(`${toQuery({ ...empty, decimals: Number.NaN }, null)}`).toBe("");
});

test("an amount may be written as people write it", () => {
  expect(`${toQuery({ ...full, supply: "1,000,000.5" }, 1)}`).toBe(`${toQuery(full, 1)}`);
  expect(read("supply=1,000,000")?.values).toEqual({ supply: "1000000" });
});

test("an address without a form's words is no link", () => {
  expect(read("")).toBeNull();
  expect(read("utm_source=x&ref=y")).toBeNull();
});

test.each([
  ["name=", "name"],
  [`name=${"x".repeat(65)}`, "name"],
  ["name=a%E2%80%AEb", "name"],
  ["symbol=%20X", "symbol"],
  ["supply=1e9", "supply"],
  ["supply=-1", "supply"],
  [`supply=${"1".repeat(101)}`, "supply"],
  ["decimals=19", "decimals"],
  ["decimals=0x1", "decimals"],
  ["decimals=", "decimals"],
  ["features=burnable,__proto__", "features"],
  ["features=", "features"],
  ["owner=0x0000000000000000000000000000000000000000", "owner"],
  ["owner=vitalik.eth", "owner"],
  ["cap=5", "cap"],
  ["features=burnable&cap=5", "cap"],
  ["chainId=5", "chainId"],
  ["name=A&name=B", "name"],
])("of %s is left out what can't be used", (query, key) => {
  const link = read(query);
  expect(link?.ignored).toEqual([key]);
  expect(link?.values).not.toHaveProperty(key);
});

test("whatever a link says, it fills in what passes the form's own checks, or names it", () => {
  const word = fc.oneof(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.constantFrom("1", "18", owner, "mintable"),
  );
  const keys = ["name", "symbol", "supply", "decimals", "features", "cap", "owner", "chainId"];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), word, { minKeys: 1 }), (entries) => {
      const query = new URLSearchParams(entries);
      const link = fromQuery(query, [1]);
      const used = [...Object.keys(link?.values ?? {}), ...(link?.chainId ? ["chainId"] : [])];
      expect([...used, ...(link?.ignored ?? [])].toSorted()).toEqual([...query.keys()].toSorted());
    }),
  );
});
