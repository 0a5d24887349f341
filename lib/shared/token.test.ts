import { maxUint208, maxUint256, zeroAddress } from "viem";
import { expect, test } from "vitest";
import { features as table, onlyFeatures } from "./features.ts";
import { issueOf } from "./issues.ts";
import { contractName, kinds } from "./contract/kinds.ts";
import { orderBody } from "./order-body.ts";
import { tokenForm } from "./token.ts";

const deployer = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const body = { name: "My Token", symbol: "MTK", supply: "1000", deployer };

function problems(overrides: Record<string, unknown>): string[] {
  const result = orderBody.safeParse({ ...body, ...overrides });
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join("."));
}

test("what is left out has a default, and addresses come out checksummed", () => {
  expect(orderBody.parse(body)).toEqual({
    ...body,
    deployer: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    decimals: 18,
    features: onlyFeatures(),
    cap: null,
  });
});

test("names are compared after NFC normalisation", () => {
  expect(orderBody.parse({ ...body, name: "Cafe\u0301" }).name).toBe("Caf\u00e9");
  expect(problems({ name: "e\u0301".repeat(64) })).toEqual([]);
  expect(problems({ name: "🪙".repeat(64) })).toEqual([]);
  expect(problems({ name: "🪙".repeat(65) })).toEqual(["name"]);
  expect(problems({ symbol: "ABCDEFGHIJK" })).toEqual([]);
  expect(problems({ symbol: "ABCDEFGHIJKL" })).toEqual(["symbol"]);
});

test.each([
  ["empty", ""],
  ["a leading space", " A"],
  ["a trailing no-break space", "A\u00a0"],
  ["a line break", "A\nB"],
  ["a NUL", "A\0B"],
  ["a right-to-left override", "A\u202eB"],
  ["a zero-width space", "A\u200bB"],
  ["a zero-width joiner", "A\u200dB"],
  ["a byte order mark", "\ufeffA"],
  ["a Hangul filler", "A\u3164B"],
  ["a lone surrogate", "A\ud800B"],
  ["no text", 5],
])("a name or symbol with %s is refused", (_, value) => {
  expect(problems({ name: value })).toContain("name");
  expect(problems({ symbol: value })).toContain("symbol");
});

test.each([
  ["zero", "0"],
  ["zero with a fraction", "0.00"],
  ["negative", "-1"],
  ["exponential", "1e6"],
  ["grouped", "1,000"],
  ["hexadecimal", "0x10"],
  ["padded", " 1"],
  ["empty", ""],
  ["no text", 1000],
  ["finer than its decimals", "1.001"],
  ["one unit past uint256", `${(maxUint256 / 100n).toString()}.36`],
])("a supply that is %s is refused", (_, supply) => {
  expect(problems({ supply, decimals: 2 })).toEqual(["supply"]);
});

test("leading zeros of an amount are dropped", () => {
  const parsed = orderBody.parse({ ...body, supply: "0005", features: { mintable: true }, cap: "007.50" });
  expect(parsed).toMatchObject({ supply: "5", cap: "7.50" });
});

test("the largest supply that a token can count is accepted", () => {
  expect(problems({ supply: `${(maxUint256 / 100n).toString()}.35`, decimals: 2 })).toEqual([]);
  expect(problems({ supply: maxUint256.toString(), decimals: 0 })).toEqual([]);
  expect(problems({ supply: (maxUint256 + 1n).toString(), decimals: 0 })).toEqual(["supply"]);
});

test("a token with votes counts no more than its votes can", () => {
  const features = { votes: true, mintable: true };
  const largest = maxUint208.toString();
  expect(problems({ features, decimals: 0, supply: largest, cap: largest })).toEqual([]);
  const tooMuch = { decimals: 0, supply: (maxUint208 + 1n).toString() };
  expect(problems({ features, ...tooMuch })).toEqual(["supply"]);
  expect(problems({ features, decimals: 0, cap: tooMuch.supply })).toEqual(["cap"]);
  expect(problems(tooMuch)).toEqual([]);
  const said = orderBody.safeParse({ ...body, features, supply: `${10n ** 45n}` }).error?.issues[0]?.message;
  expect(said).toBe(
    "This is more than a token with votes can count: 411376139330301510538742295639337626245683966 at most.",
  );
});

test("a cap needs a mintable token and covers the supply", () => {
  const features = { mintable: true };
  expect(problems({ features, cap: "1000" })).toEqual([]);
  expect(problems({ features, cap: "999.999" })).toEqual(["cap"]);
  expect(problems({ cap: "1000" })).toEqual(["cap"]);
  expect(problems({ cap: null })).toEqual([]);
});

test("decimals are a whole number from 0 to 18", () => {
  expect([0, 18].flatMap((decimals) => problems({ decimals }))).toEqual([]);
  for (const decimals of [-1, 19, 1.5, "18", null]) expect(problems({ decimals })).toContain("decimals");
});

test("addresses are checksummed or all lower case, and never zero", () => {
  const wrong = [
    "0x0000000000000000000000000000000000000000",
    "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    "0xf39",
    "",
    1,
  ];
  for (const owner of wrong) expect(problems({ owner })).toEqual(["owner"]);
  expect(problems({ owner: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266" })).toEqual([]);
});

test("unknown keys are refused, in the body and in its features", () => {
  expect(problems({ price: "0" })).toEqual([""]);
  expect(problems({ features: { taxable: true } })).toEqual(["features"]);
});

test("a salt is 32 bytes", () => {
  expect(problems({ salt: `0x${"aB".repeat(32)}` })).toEqual([]);
  for (const salt of ["0x", `0x${"ab".repeat(31)}`, "ab".repeat(32), `0x${"zz".repeat(32)}`])
    expect(problems({ salt })).toEqual(["salt"]);
});

test.each([
  ["vitalik.eth", { code: "address" }],
  ["0xf39Fd6e51aad88F6F4ce6aB8827279cffFb9226", { code: "shortAddress", count: 1 }],
  ["0x", { code: "shortAddress", count: 40 }],
  ["0xf39Fd6e51aad88F6F4ce6aB8827279cffFb9226600", { code: "longAddress", count: 2 }],
  ["0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266", { code: "checksum" }],
  ["0xg39fd6e51aad88f6f4ce6ab8827279cfffb92266", { code: "address" }],
  [zeroAddress, { code: "zeroAddress" }],
])("of the owner %j a form is told what is wrong by its code", (owner, issue) => {
  const { deployer: _, ...form } = body;
  const { error } = tokenForm.safeParse({ ...form, features: {}, cap: null, owner });
  expect(error?.issues.map(issueOf)).toEqual([issue]);
});

test("a form may leave the owner empty", () => {
  const { deployer: _, ...form } = body;
  expect(tokenForm.parse({ ...form, owner: "" }).owner).toBeUndefined();
});

test("each choice of features has a contract of its own", () => {
  const choices = table.map(({ argument }) => (argument ? 3 : 2));
  expect(new Set(kinds.map(contractName)).size).toBe(choices.reduce((all, each) => all * each, 1));
});

test.each([-1, 19, 1_000_000_000, Number.MAX_SAFE_INTEGER])(
  "amounts are not worked out with %i decimals",
  (decimals) => {
    const start = performance.now();
    const { error } = orderBody.safeParse({ ...body, decimals });
    expect(error?.issues.map(({ path }) => path)).toEqual([["decimals"]]);
    expect(performance.now() - start).toBeLessThan(1_000);
  },
);
