import { createPublicClient, http } from "viem";
import { parseCheckoutDeployEnv } from "#lib/base/env.ts";
import { openSenders } from "#lib/base/keys/open-senders.ts";
import { deployCheckout } from "#lib/checkout/deploy-checkout.ts";
import { Failure } from "#lib/local/failure.ts";
import { nodeFailure } from "#lib/local/node-failure.ts";
import { runCommand } from "./support/command.ts";
import { readOptions, value, wholeNumber } from "./support/options.ts";

const REQUEST_TIMEOUT_MS = 10_000;

const { chain } = readOptions({
  call: "npm run checkout:deploy -- --chain <id>",
  about: `Deploys a Checkout and prints its address as the last line. Reads RPC_URL_<id>, the variables of the
keys, of which the first one pays, TREASURY_ADDRESS and REFUND_DELAY_SECONDS.`,
  options: { chain: value("id", "the chain, such as 31337", wholeNumber(1)) },
});

await runCommand(async () => {
  const env = parseCheckoutDeployEnv(chain);
  const address = await deploy(env).catch((error: unknown) => {
    throw error instanceof Failure ? error : nodeFailure(`RPC_URL_${chain}`, error);
  });
  console.log(address);
});

async function deploy(env: ReturnType<typeof parseCheckoutDeployEnv>) {
  const [deployer] = await openSenders(env);
  const [rpcUrl] = env.RPC_URL;
  const client = createPublicClient({
    transport: http(rpcUrl, { timeout: REQUEST_TIMEOUT_MS, retryCount: 1 }),
  });
  const served = await client.getChainId();
  if (served !== chain)
    throw new Failure(`The node of RPC_URL_${chain} serves chain ${served}. Name one that serves ${chain}.`);
  if ((await client.getBalance({ address: deployer.address })) === 0n)
    throw new Failure(`The deployer ${deployer.address} has no ether on chain ${chain}. Send it some.`);

  const treasury = env.TREASURY_ADDRESS ?? deployer.address;
  const refundDelaySeconds = env.REFUND_DELAY_SECONDS;
  console.log(
    `Deploying Checkout to chain ${chain}: treasury ${treasury}, refunds after ${refundDelaySeconds} s.`,
  );
  return deployCheckout({ rpcUrl, deployer, treasury, refundDelaySeconds });
}
