import {
  createPublicClient,
  createWalletClient,
  defineChain,
  http,
  parseEther,
  toHex,
  type Address,
  type Hex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";

const LOW_WEI = parseEther("1");
const TOP_UP_WEI = parseEther("10");

export type DemoSigner = ReturnType<typeof createDemoSigner>;

export { generatePrivateKey };

/** The demo wallet's keys and its line to the chain; loaded only once somebody uses the wallet. */
export function createDemoSigner(privateKey: Hex, { id, name, nativeCurrency, rpcUrl }: PublicChain) {
  const account = privateKeyToAccount(privateKey);
  const chain = defineChain({ id, name, nativeCurrency, rpcUrls: { default: { http: [rpcUrl] } } });
  const reader = createPublicClient({ chain, transport: http(rpcUrl), cacheTime: 0 });
  const writer = createWalletClient({ account, chain, transport: http(rpcUrl) });
  return {
    address: account.address,
    /** Makes sure there is play money, as only a development chain allows. @returns the balance in wei */
    topUp: async (): Promise<bigint> => {
      const balance = await reader.getBalance({ address: account.address });
      if (balance >= LOW_WEI) return balance;
      await reader.request<{ Method: "hardhat_setBalance"; Parameters: [Address, Hex]; ReturnType: boolean }>(
        {
          method: "hardhat_setBalance",
          params: [account.address, toHex(TOP_UP_WEI)],
        },
      );
      return TOP_UP_WEI;
    },
    send: (transaction: { to: Address; value: bigint; data?: Hex }): Promise<Hex> =>
      writer.sendTransaction(transaction),
    sign: (raw: Hex): Promise<Hex> => account.signMessage({ message: { raw } }),
  };
}
