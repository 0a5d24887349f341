import "server-only";
import {
  createPublicClient,
  createWalletClient,
  getAddress,
  http,
  type Address,
  type Chain,
  type LocalAccount,
} from "viem";
import { checkoutArtifact } from "./artifacts.ts";

type CheckoutDeployment = {
  rpcUrl: string;
  deployer: LocalAccount;
  treasury: Address;
  refundDelaySeconds: number;
};

/** Deploys a Checkout and waits for it. @returns its address */
export async function deployCheckout(
  { rpcUrl, deployer, treasury, refundDelaySeconds }: CheckoutDeployment,
  chain?: Chain,
) {
  const transport = http(rpcUrl);
  const wallet = createWalletClient({ account: deployer, transport, chain });
  const client = createPublicClient({ transport, chain, pollingInterval: 200 });
  const hash = await wallet.deployContract({
    abi: checkoutArtifact.abi,
    bytecode: checkoutArtifact.bytecode,
    args: [treasury, BigInt(refundDelaySeconds)],
    chain: chain ?? null,
  });
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success" || !receipt.contractAddress)
    throw new Error(`The transaction ${hash} deployed nothing.`);
  return getAddress(receipt.contractAddress);
}
