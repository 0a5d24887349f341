import { encodeFunctionData, keccak256, parseEther, parseGwei, type Address, type Hex } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { TestChain } from "../node/test-chain.ts";

export const START_WEI = parseEther("100");
/** Paid where the base fee is high; a run may raise it a lot. */
const MAX_FEE_PER_GAS = parseGwei("1000");
const TIP_WEI = parseGwei("1");
const GAS = 200_000n;

/** A person's wallet. It keeps the bytes of all it sent, so that they can be sent again when the chain lost them. */
export type CustomerWallet = {
  account: PrivateKeyAccount;
  sent: { hash: Hex; raw: Hex }[];
  send: (call: {
    to: Address | null;
    data: Hex;
    value?: bigint;
    tipWei?: bigint;
    gas?: bigint;
  }) => Promise<Hex>;
  resend: () => Promise<void>;
};

export async function openCustomerWallet(
  { id, client }: Pick<TestChain, "id" | "client">,
  privateKey: Hex,
): Promise<CustomerWallet> {
  const account = privateKeyToAccount(privateKey);
  await client.setBalance({ address: account.address, value: START_WEI });
  const sent: CustomerWallet["sent"] = [];
  const broadcast = (raw: Hex) => client.sendRawTransaction({ serializedTransaction: raw });
  return {
    account,
    sent,
    send: async ({ to, data, value = 0n, tipWei = TIP_WEI, gas = GAS }) => {
      const fees = { maxFeePerGas: MAX_FEE_PER_GAS, maxPriorityFeePerGas: tipWei };
      const request = { type: "eip1559", chainId: id, nonce: sent.length, ...fees } as const;
      const raw = await account.signTransaction({ ...request, to, data, value, gas });
      sent.push({ hash: keccak256(raw), raw });
      return broadcast(raw);
    },
    // The chain refuses what it has already.
    resend: async () => {
      for (const { raw } of sent) await broadcast(raw).catch(() => undefined);
    },
  };
}

export function payCall(token: Address): Hex {
  return encodeFunctionData({ abi: checkoutAbi, functionName: "pay", args: [token] });
}

export function refundCall(token: Address): Hex {
  return encodeFunctionData({ abi: checkoutAbi, functionName: "refund", args: [token] });
}
