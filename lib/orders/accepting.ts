import "server-only";
import { formatEther, type Address } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { NotAcceptingOrders } from "#lib/base/errors/order-errors.ts";
import type { Probe } from "#lib/base/health.ts";
import { forAMoment } from "#lib/base/moment.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { nodeProblem } from "#lib/base/node/check-node.ts";
import { quoteNetworkWei, usualNetworkWei } from "#lib/checkout/quote.ts";
import { chooseSender } from "#lib/lane/lanes.ts";
import { depositFor, readOwedWei } from "./owed.ts";

type Priced = Pick<OrderRow, "address" | "checkout" | "salt" | "initcode" | "networkWei">;

/**
 * Lets an order pass only if it could be delivered were it paid now: the chain and the database have answered, a key
 * signs, and the accounts can pay together for what is owed already and for this one too, and one of them by itself.
 * @throws {NotAcceptingOrders}
 */
export async function requireAccepting(context: Context, chain: Chain, order: Priced): Promise<void> {
  const problem = (await nodeProblem(chain)) ?? keysProblem(context);
  if (problem !== null) throw new NotAcceptingOrders(new Error(problem));
  const sender = chooseSender(context.senders, order.address).address;
  // Who gets a token for nothing is no reason to count it as nothing.
  const networkWei = order.networkWei || (await quoteNetworkWei(chain, sender, order));
  const lacks = await readLacks(context, chain, networkWei);
  const missingWei = missingWith(lacks, networkWei);
  if (missingWei > 0n) throw new NotAcceptingOrders(new Error(shortage(chain, { sender, missingWei })));
}

/** For the check of health: a part `deployer-<chain id>` for each chain, which fails while no order would be accepted. */
export function probesOfFunds(context: Context): Probe[] {
  return context.chains.map((chain) => ({
    name: `deployer-${chain.id}`,
    unreachable: "What the deployer's account holds can't be told.",
    probe: () => findShortages(context, chain),
  }));
}

async function findShortages(context: Context, chain: Chain): Promise<string | null> {
  const problem = keysProblem(context);
  if (problem !== null) return problem;
  const networkWei = await usualNetworkWei(chain);
  const lacks = await readLacks(context, chain, networkWei);
  if (missingWith(lacks, networkWei) <= 0n) return null;
  const short = lacks.filter(({ missingWei }) => missingWei > 0n);
  return short.map((lack) => shortage(chain, lack)).join(" ");
}

function keysProblem({ senders }: Context): string | null {
  return senders.every(({ isFailing }) => isFailing()) ? "No key signs deliveries at the moment." : null;
}

/** What an account holds, in wei, and how many more deliveries of the usual size that pays for besides what it owes. */
export type Funds = { sender: Address; balanceWei: bigint; deliveries: number };

/** The funds of each account on a chain. */
export async function readFunds(context: Context, chain: Chain): Promise<Funds[]> {
  const eachWei = depositFor(await usualNetworkWei(chain));
  return Promise.all(
    context.senders.map(async ({ address: sender }) => {
      const { balanceWei, owedWei } = await fundsOf(context, chain, sender);
      const freeWei = balanceWei > owedWei ? balanceWei - owedWei : 0n;
      return { sender, balanceWei, deliveries: eachWei === 0n ? Infinity : Number(freeWei / eachWei) };
    }),
  );
}

/** What an account lacks to deliver another order besides what it owes, in wei; not above zero where it lacks nothing. */
type Lack = { sender: Address; missingWei: bigint };

function readLacks(context: Context, chain: Chain, networkWei: bigint): Promise<Lack[]> {
  return Promise.all(
    context.senders.map(async ({ address: sender }) => ({
      sender,
      missingWei: await missingFor(context, chain, sender, networkWei),
    })),
  );
}

/** What lacks for another order: in all accounts together, since each delivers what another can't, or in the fullest. */
function missingWith(lacks: Lack[], networkWei: bigint): bigint {
  const missing = lacks.map(({ missingWei }) => missingWei);
  const inFullest = missing.reduce((least, wei) => (wei < least ? wei : least));
  // Each of them counts the order.
  const counted = BigInt(lacks.length - 1) * depositFor(networkWei);
  const together = missing.reduce((total, wei) => total + wei, -counted);
  return together > inFullest ? together : inFullest;
}

function shortage({ definition }: Chain, { sender, missingWei }: Lack): string {
  const missing = `${formatEther(missingWei)} ${definition.nativeCurrency.symbol}`;
  return `The account ${sender} needs ${missing} more to deliver what is paid for and one more order.`;
}

const funds = forAMoment<{ balanceWei: bigint; owedWei: bigint }>();

async function missingFor(
  context: Context,
  chain: Chain,
  sender: Address,
  networkWei: bigint,
): Promise<bigint> {
  const { balanceWei, owedWei } = await fundsOf(context, chain, sender);
  return owedWei + depositFor(networkWei) - balanceWei;
}

function fundsOf(context: Context, chain: Chain, sender: Address) {
  return funds(chain, sender, async () => {
    const [balanceWei, owedWei] = await Promise.all([
      chain.client.getBalance({ address: sender }),
      readOwedWei(context, chain, sender),
    ]);
    return { balanceWei, owedWei };
  });
}
