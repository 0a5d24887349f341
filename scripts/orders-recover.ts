import { readFile } from "node:fs/promises";
import { formatEther, isAddress } from "viem";
import { z } from "zod";
import { chainOf } from "#lib/base/chains.ts";
import { createContext, type Context } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { Failure } from "#lib/local/failure.ts";
import { recoverByReceipt } from "#lib/orders/recovery/by-receipt.ts";
import { unknownPayments } from "#lib/orders/recovery/unknown-payments.ts";
import { readReceipt } from "#lib/shared/contract/receipt.ts";
import { runCommand } from "./support/command.ts";
import { flag, readOptions, value, wholeNumber } from "./support/options.ts";

const options = readOptions({
  call: "npm run orders:recover -- --receipt <file>, or --from-block <number>",
  about: `Has paid orders again that the database has lost, as after a restored backup: by the receipts that their payers
have kept. With --from-block it says for which tokens there are payments that no order is known of. Reads the
variables of a server.`,
  options: {
    receipt: value("file", "a receipt, as an order's page gives it", z.string().optional()),
    "from-block": value("number", "where to begin to look for payments", wholeNumber(0).optional()),
    chain: value("id", "the chain of --from-block, where there are several", wholeNumber(1).optional()),
    checkout: value(
      "address",
      "a former Checkout of yours, which the database knows nothing of",
      z
        .custom<`0x${string}`>((text) => typeof text === "string" && isAddress(text), "must be an address")
        .optional(),
    ),
    honour: flag("is content with what was paid, however little; with nothing for a token that exists"),
    "former-code": flag("takes code of a former version, for which you vouch"),
  },
});

await runCommand(async (keep) => {
  const { receipt, "from-block": fromBlock } = options;
  if ((receipt === undefined) === (fromBlock === undefined))
    throw new Failure("Say either --receipt or --from-block.");
  const context = await createContext(parseEnv());
  keep({ stop: () => close(context) });
  if (receipt !== undefined) await recover(context, receipt);
  if (fromBlock !== undefined) await list(context, BigInt(fromBlock));
});

async function recover(context: Context, path: string): Promise<void> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new Failure(`${path} can't be read.`);
  });
  const receipt = readReceipt(text);
  if (!receipt) throw new Failure(`${path} is no receipt of an order.`);
  const { order, created } = await recoverByReceipt(context, receipt, {
    honoursPayment: options.honour,
    isFormerCode: options["former-code"],
    formerCheckout: options.checkout,
  });
  console.log(
    `${order.address} ${created ? "is known again" : "was known"}: ${order.status}. Servers go on with it by themselves.`,
  );
}

async function list(context: Context, fromBlock: bigint): Promise<void> {
  const configured = chainOf(context.chains, options.chain);
  const chain = { ...configured, checkout: options.checkout ?? configured.checkout };
  let found = 0;
  for await (const { token, payer, amountWei, tx, blockNumber, standing } of unknownPayments(
    context,
    chain,
    fromBlock,
  )) {
    console.log(`${token} ${standing}, ${formatEther(amountWei)} by ${payer} in block ${blockNumber}, ${tx}`);
    found += 1;
  }
  console.log(found === 0 ? "Of every payment the order is known." : `${found} payments without an order.`);
}

async function close({ database, lockPool }: Context): Promise<void> {
  await Promise.all([database.$client.end(), lockPool.database.$client.end()]);
}
