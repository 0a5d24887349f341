import { onlyFeatures } from "#lib/shared/features.ts";
import type { Order } from "#lib/shared/order.ts";

/** An order as the API shows one that was just placed: for its description, and for tests to change. */
export const exampleOrder: Order = {
  name: "My Token",
  symbol: "MTK",
  decimals: 18,
  supply: "1000000",
  features: onlyFeatures("burnable"),
  cap: null,
  owner: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  deployer: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  chainId: 31337,
  salt: `0x${"00".repeat(31)}01`,
  address: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  status: "awaiting_payment",
  price: "10000000000000000",
  priceParts: { fee: "9000000000000000", network: "1000000000000000" },
  expiresAt: "2026-01-01T00:15:00.000Z",
  checkout: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512",
  payTx: null,
  deployTx: null,
  blockNumber: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  paidAt: null,
  deployedAt: null,
  refundableAt: null,
  failure: null,
  hold: null,
  position: null,
  step: null,
};
