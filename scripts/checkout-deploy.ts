import { parseArgs } from "node:util";
import { createPublicClient, http } from "viem";
import { parseCheckoutDeployEnv } from "#lib/base/env.ts";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";

const { values } = parseArgs({ options: { chain: { type: "string" } } });
const chainId = Number(values.chain);
if (!Number.isSafeInteger(chainId) || chainId <= 0) {
  console.error("Usage: npm run checkout:deploy -- --chain <chain id>");
  process.exit(2);
}

const env = parseCheckoutDeployEnv(chainId);
const served = await createPublicClient({ transport: http(env.RPC_URL) }).getChainId();
if (served !== chainId) {
  console.error(`RPC_URL_${chainId} serves chain ${served}.`);
  process.exit(1);
}

const [deployer] = env.DEPLOYER_PRIVATE_KEY;
const treasury = env.TREASURY_ADDRESS ?? deployer.address;
const refundDelaySeconds = env.REFUND_DELAY_SECONDS;
console.log(
  `Deploying Checkout to chain ${chainId}: treasury ${treasury}, refunds after ${refundDelaySeconds} s.`,
);
console.log(await deployCheckout({ rpcUrl: env.RPC_URL, deployer, treasury, refundDelaySeconds }));
