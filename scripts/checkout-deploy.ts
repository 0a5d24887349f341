import { createPublicClient, http } from "viem";
import { parseCheckoutDeployEnv } from "#lib/base/env.ts";
import { openSenders } from "#lib/base/keys/open-senders.ts";
import { createCheckout } from "#lib/checkout/deploy-checkout.ts";
import { Failure } from "#lib/local/failure.ts";
import { nodeFailure } from "#lib/local/node-failure.ts";
import { findContractSource } from "#lib/orders/contract-source.ts";
import { publishNow } from "#lib/publish/publish-now.ts";
import type { Verifier } from "#lib/publish/verifier.ts";
import { verifiersOf } from "#lib/publish/verifiers.ts";
import { runCommand } from "./support/command.ts";
import { flag, readOptions, value, wholeNumber } from "./support/options.ts";

const REQUEST_TIMEOUT_MS = 10_000;

const PUBLISHING_MS = 300_000;

const { chain, verify } = readOptions({
  call: "npm run checkout:deploy -- --chain <id>",
  about: `Deploys a Checkout and prints its address as the last line. Reads RPC_URL_<id>, the variables of the
keys, of which the first one pays, TREASURY_ADDRESS and REFUND_DELAY_SECONDS; with --verify also SOURCIFY_URL,
ETHERSCAN_API_KEY and ETHERSCAN_URL.`,
  options: {
    chain: value("id", "the chain, such as 31337", wholeNumber(1)),
    verify: flag("has its source published, by those who publish that of tokens"),
  },
});

type CheckoutEnv = ReturnType<typeof parseCheckoutDeployEnv>;

await runCommand(async () => {
  const env = parseCheckoutDeployEnv(chain);
  const verifiers = verifiersOf(env, { id: chain });
  if (verify && verifiers.length === 0)
    throw new Failure(`--verify needs SOURCIFY_URL, or both of Etherscan's variables, on chain ${chain}.`);
  const checkout = await deploy(env).catch((error: unknown) => {
    throw error instanceof Failure ? error : nodeFailure(`RPC_URL_${chain}`, error);
  });
  try {
    if (verify) await publish(verifiers, checkout);
  } finally {
    console.log(checkout.address);
  }
});

async function deploy(env: CheckoutEnv) {
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
  return createCheckout({ rpcUrl, deployer, treasury, refundDelaySeconds });
}

/** What can't be published is deployed all the same, and must not be deployed again for that. */
async function publish(
  verifiers: readonly Verifier[],
  { address, hash, constructorData }: Awaited<ReturnType<typeof createCheckout>>,
): Promise<void> {
  const source = findContractSource("Checkout");
  const contract = { address, source, constructorData, creationTx: hash };
  await Promise.all(
    verifiers.map(async (verifier) => {
      console.log(`Publishing its source at ${verifier.name}, within ${PUBLISHING_MS / 60_000} minutes.`);
      const ended = await publishNow(verifier, contract, PUBLISHING_MS);
      if (ended.state === "published")
        console.log(`Its source is published: ${verifier.pageOf(address) ?? verifier.name}`);
      else console.error(`Its source is not published at ${verifier.name}: ${ended.reason}`);
    }),
  );
}
