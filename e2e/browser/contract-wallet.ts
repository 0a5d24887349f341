import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { concat, pad, toHex, type Address, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { chain } from "./browser-chain.ts";
import { TestWallet, type Sent } from "./browser-wallet.ts";

/**
 * The code of a contract that does what it is told by anybody: the first word of a call is whom to call, the second with
 * how many wei, and the rest with what. It copies the rest into memory, calls, and reverts unless that went well.
 */
const obedient: Hex = `0x${[
  "36600557005b", // without any word it only takes the money
  "6040360380604060003760006000", // copy what follows the two words; no answer is wanted
  "826000", // as many bytes of it, from the beginning of memory
  "602035600035", // how many wei, and whom
  "5af1", // with all the gas
  "602757", // went well?
  "60006000fd",
  "5b00",
].join("")}`;

/** A wallet that is a contract, as a Safe is: what it gives as a transaction's hash is none, and it acts later, by others' hands. */
export class ContractWallet extends TestWallet {
  readonly contract: Address = privateKeyToAddress(generatePrivateKey());
  /** What its owners have agreed to and nobody has carried out yet. */
  readonly waiting: Sent[] = [];

  override get address(): Address {
    return this.contract;
  }

  override async prepare(): Promise<void> {
    await super.prepare();
    await chain.setCode({ address: this.contract, bytecode: obedient });
    await chain.setBalance({ address: this.account.address, value: 10n ** 19n });
  }

  protected override async carryOut(transaction: Sent): Promise<Hex> {
    this.waiting.push(transaction);
    return `0x${randomBytes(32).toString("hex")}`;
  }

  /** Somebody carries out what was agreed to, once something is. */
  async executeNext(): Promise<void> {
    await expect.poll(() => this.waiting).toHaveLength(1);
    await this.execute();
  }

  /** Somebody carries out what was agreed to. */
  async execute(): Promise<void> {
    for (const { to, value, data = "0x" } of this.waiting.splice(0)) {
      const call = concat([pad(to), toHex(value, { size: 32 }), data]);
      const hash = await this.client.sendTransaction({ to: this.contract, data: call });
      const { status } = await chain.waitForTransactionReceipt({ hash });
      if (status !== "success") throw new Error("The contract wallet's call was refused.");
    }
  }
}
