import "server-only";
import {
  createPublicClient,
  createWalletClient,
  encodeDeployData,
  getAddress,
  http,
  type Address,
  type Chain,
  type Hex,
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
export async function deployCheckout(deployment: CheckoutDeployment, chain?: Chain): Promise<Address> {
  return (await createCheckout(deployment, chain)).address;
}

/** The same. @returns the transaction that has created it as well, and what its constructor was given, ABI-encoded */
export async function createCheckout(
  { rpcUrl, deployer, treasury, refundDelaySeconds }: CheckoutDeployment,
  chain?: Chain,
): Promise<{ address: Address; hash: Hex; constructorData: Hex }> {
  const transport = http(rpcUrl);
  const wallet = createWalletClient({ account: deployer, transport, chain });
  const client = createPublicClient({ transport, chain, pollingInterval: 200 });
  const { abi, bytecode } = checkoutArtifact;
  const data = encodeDeployData({ abi, bytecode, args: [treasury, BigInt(refundDelaySeconds)] });
  const hash = await wallet.sendTransaction({ data, chain: chain ?? null });
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success" || !receipt.contractAddress)
    throw new Error(`The transaction ${hash} deployed nothing.`);
  return {
    address: getAddress(receipt.contractAddress),
    hash,
    constructorData: `0x${data.slice(bytecode.length)}`,
  };
}
