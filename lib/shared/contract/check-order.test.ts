import { encodeAbiParameters, keccak256, parseAbiParameters, size, type Address, type Hex } from "viem";
import { expect, test } from "vitest";
import { tokenArtifacts } from "#lib/checkout/artifacts.ts";
import { initcodeOf, tokenAddress } from "#lib/checkout/initcode.ts";
import { tokenCreations } from "./creations.ts";
import { differencesIn, differencesOfPaid } from "./check-order.ts";
import { onlyFeatures } from "#lib/shared/features.ts";
import { kinds } from "./kinds.ts";
import type { Order, TokenOrder } from "#lib/shared/order.ts";
import { orderBody, type OrderBody } from "#lib/shared/order-body.ts";

const checkout: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const other: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const body: OrderBody = orderBody.parse({
  name: "Café Coin",
  symbol: "CAFÉ",
  decimals: 8,
  supply: "21000000.50",
  features: { burnable: true, mintable: true },
  cap: "42000000",
  deployer: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  chainId: 31337,
  salt: `0x${"ab".repeat(32)}`,
});

/** The order that an honest server makes of a body. */
function orderOf(change: Partial<TokenOrder> = {}): Order {
  const token = {
    ...body,
    owner: body.deployer,
    chainId: 31337,
    salt: `0x${"ab".repeat(32)}` as const,
    ...change,
  };
  const initcode = initcodeOf(token);
  const address = tokenAddress(checkout, token.salt, initcode);
  const nothingYet = { payTx: null, deployTx: null, blockNumber: null, paidAt: null, deployedAt: null };
  return {
    ...token,
    ...nothingYet,
    address,
    checkout,
    initcode,
    status: "awaiting_payment",
    price: "30",
    expiresAt: "2026-01-01T00:15:00.000Z",
    priceParts: { fee: "10", network: "20" },
    createdAt: new Date().toISOString(),
    refundableAt: null,
    failure: null,
    hold: null,
    position: null,
    step: null,
  };
}

const order = orderOf();

/** An order that keeps its promise for another initcode, as a server that lies well would make it. */
function withInitcode(initcode: Hex): Order {
  return { ...order, initcode, address: tokenAddress(checkout, order.salt, initcode) };
}

test("the browser knows the bytecode that the server creates tokens from", () => {
  const known = Object.entries(tokenArtifacts).map(([name, { bytecode }]) => [
    name,
    { hash: keccak256(bytecode), size: size(bytecode) },
  ]);
  expect(tokenCreations).toEqual(Object.fromEntries(known));
});

test("an honest order of every kind of token has no differences", () => {
  for (const { features, isCapped } of kinds) {
    const honest = orderOf({ features, cap: isCapped ? "21000001" : null });
    expect(differencesIn(honest, { checkout, address: honest.address })).toEqual([]);
  }
});

test("an order is the one that was asked for, however its amounts and its owner are written", () => {
  const asked = { ...body, supply: "021000000.5", owner: undefined };
  expect(differencesIn(order, { checkout, body: asked })).toEqual([]);
});

test.each([
  ["name", { name: "Cafe Coin" }],
  ["symbol", { symbol: "CAFE" }],
  ["decimals", { decimals: 9 }],
  ["supply", { supply: "21000000.6" }],
  ["features", { features: onlyFeatures("mintable") }],
  ["cap", { cap: "42000001" }],
  ["owner", { owner: other }],
] satisfies [string, Partial<TokenOrder>][])(
  "another %s than the address commits to is named",
  (field, lie) => {
    expect(differencesIn({ ...order, ...lie }, { checkout })).toContain(field);
    expect(differencesIn(withInitcode(orderOf(lie).initcode ?? "0x"), { checkout })).toContain(field);
  },
);

test.each([
  ["supply", { supply: "21000000.6" }],
  ["cap", { cap: null }],
  ["owner", { owner: other }],
  ["deployer", { deployer: other }],
  ["chainId", { chainId: 1 }],
  ["salt", { salt: `0x${"cd".repeat(32)}` }],
] satisfies [string, Partial<TokenOrder>][])(
  "an order with another %s than was asked for is named",
  (field, change) => {
    const asked = { ...body, owner: body.deployer };
    expect(differencesIn(orderOf(change), { checkout, body: asked })).toContain(field);
  },
);

test("an order at another address than its own, or than the page's, is named", () => {
  expect(differencesIn({ ...order, address: other }, { checkout })).toEqual(["address"]);
  expect(differencesIn(order, { checkout, address: other })).toEqual(["address"]);
});

test("an order to be paid elsewhere than to the known Checkout is named", () => {
  expect(differencesIn({ ...order, checkout: other }, { checkout })).toEqual(["checkout"]);
});

test("a price that is not the sum of its parts is named", () => {
  for (const price of ["31", "", "0x1e"])
    expect(differencesIn({ ...order, price }, { checkout })).toEqual(["price"]);
});

test("code that is missing, unknown, or longer than it needs to be is named", () => {
  const initcode = order.initcode ?? "0x";
  const wrong: Hex[] = ["0x", `0x00${initcode.slice(4)}`, `${initcode}00`, `0x${initcode.slice(2, -2)}`];
  expect(differencesIn({ ...order, initcode: undefined }, { checkout })).toEqual(["initcode"]);
  for (const code of wrong) expect(differencesIn(withInitcode(code), { checkout })).toEqual(["initcode"]);
});

test("a name that only looks like the one on the receipt is found out", () => {
  const types = parseAbiParameters("bytes, string, uint8, uint256, address, uint256");
  const { symbol, decimals, owner } = order;
  const args = [2_100_000_050_000_000n, owner, 4_200_000_000_000_000n] as const;
  const noUtf8 = encodeAbiParameters(types, ["0xff", symbol, decimals, ...args]);
  const bytecode = tokenArtifacts["TokenBurnableCapped"]?.bytecode;
  const lying = withInitcode(`0x${bytecode?.slice(2)}${noUtf8.slice(2)}`);
  expect(differencesIn(lying, { checkout })).toEqual(["initcode"]);
  expect(differencesIn({ ...lying, name: "\ufffd" }, { checkout })).toEqual(["name"]);
});

test("what was paid for may be of a former Checkout, and of code of a former version that is given what it shows", () => {
  const initcode = order.initcode ?? "0x";
  const former: Hex = `0x00${initcode.slice(4)}60`;
  const asFormer = (code: Hex, from: Address): Order => {
    const address = tokenAddress(from, order.salt, code);
    return { ...order, initcode: code, checkout: from, address };
  };
  const elsewhere = asFormer(initcode, other);
  expect(differencesIn(elsewhere, { checkout })).toEqual(["checkout", "address"]);
  expect(differencesOfPaid(elsewhere, elsewhere)).toEqual([]);
  const older = asFormer(`0x00${initcode.slice(4)}`, other);
  expect(differencesIn(older, { checkout: other })).toEqual(["initcode"]);
  expect(differencesOfPaid(older, older)).toEqual([]);
  expect(differencesOfPaid({ ...older, name: "Another" }, older)).toEqual(["initcode"]);
  expect(differencesOfPaid({ ...older, cap: null }, older)).toEqual(["initcode"]);
  expect(differencesOfPaid(asFormer(former, other), asFormer(former, other))).toEqual(["initcode"]);
  expect(differencesOfPaid(older, { address: order.address })).toEqual(["address"]);
  expect(differencesOfPaid(order, order)).toEqual([]);
  expect(differencesOfPaid({ ...order, checkout: "0x12" }, order)).toEqual(["checkout"]);
});

test("an order that no form could have placed is named by its field", () => {
  expect(differencesIn({ ...order, supply: "1e6" }, { checkout })).toEqual(["supply"]);
  expect(differencesIn({ ...order, name: "Pay\u202ePal" }, { checkout })).toEqual(["name"]);
});
