import { getContractAddress } from "viem";
import { expect, test } from "vitest";
import { z } from "zod";
import { onlyFeatures } from "#lib/shared/features.ts";
import type { Order } from "#lib/shared/order.ts";
import { receiptFile } from "./receipt-file.ts";

const checkout = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const salt = `0x${"07".repeat(32)}` as const;
const initcode = "0x600a";
const order: Order = {
  name: 'Quote " 币',
  symbol: "COIN",
  decimals: 18,
  supply: "1000.5",
  features: onlyFeatures("burnable"),
  cap: null,
  owner: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  deployer: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  chainId: 31337,
  salt,
  address: getContractAddress({ opcode: "CREATE2", from: checkout, salt, bytecode: initcode }),
  status: "deployed",
  price: "30",
  expiresAt: "2026-01-01T00:15:00.000Z",
  priceParts: { fee: "10", network: "20" },
  checkout,
  initcode,
  payTx: salt,
  deployTx: salt,
  blockNumber: "7",
  createdAt: "2026-01-01T00:00:00.000Z",
  paidAt: "2026-01-01T00:01:00.000Z",
  deployedAt: "2026-01-01T00:02:00.000Z",
  refundableAt: null,
  failure: null,
  hold: null,
  position: null,
  step: null,
};
const hex = z.templateLiteral(["0x", z.string()]);

test("the token's address follows from what is in the file alone", () => {
  const chain = {
    id: 31337,
    name: "Hardhat",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  };
  const { name, text } = receiptFile(order, chain, ["a note"]);
  const read = z
    .object({ address: hex, create2: z.object({ checkout: hex, salt: hex, initcode: hex }) })
    .parse(JSON.parse(text));
  const { create2 } = read;
  expect(
    getContractAddress({
      opcode: "CREATE2",
      from: create2.checkout,
      salt: create2.salt,
      bytecode: create2.initcode,
    }),
  ).toBe(read.address);
  expect(JSON.parse(text)).toMatchObject({ token: { name: order.name }, notes: ["a note"] });
  expect(name).toBe(`receipt-${order.address}.json`);
});
