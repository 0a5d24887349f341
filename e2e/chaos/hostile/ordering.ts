import { getAddress, isAddress, type Address } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { z } from "zod";
import { word } from "../plan/random.ts";
import { openCustomerWallet, payCall } from "../world/customer-wallet.ts";
import { ask, bodyLikeVictims, repeat, type Attack, type Target } from "./attack.ts";

const FLOODERS = 20;
const FLOOD_PAUSE_MS = 50;
const CLONERS = 6;
const CLONE_PAUSE_MS = 200;
/** How many clones the attackers pay a wei for. */
const CLONES_PAID = 5;

/** Orders without end, each by another wallet, none of them paid. */
export async function floodWithOrders(target: Target): Promise<Attack> {
  const { random } = target;
  const loops = repeat(FLOODERS, FLOOD_PAUSE_MS, async (worker, signal) => {
    const body = bodyLikeVictims(target, privateKeyToAddress(word(random)));
    await ask(target, worker, { path: "/api/tokens", body, signal });
  });
  return { isFelt: loops.isFelt, stop: () => loops.stop().then(() => []) };
}

/**
 * Orders that look like the victim's: with another salt, in the victim's name with another owner, and with the
 * victim's own salt. Each is asked for, and for some a wei is paid.
 */
export async function clone(target: Target): Promise<Attack> {
  const { chain, victim, random, admit } = target;
  const wallet = await openCustomerWallet(chain, word(random));
  const stranger = wallet.account.address;
  admit(stranger);
  const deployer = victim.wallet.account.address;
  const cloneOf = [
    () => bodyLikeVictims(target, stranger),
    () => ({ ...bodyLikeVictims(target, deployer), owner: stranger }),
    () => ({ ...bodyLikeVictims(target, stranger), salt: victim.plan.body.salt }),
  ];
  const paid = new Set<Address>();
  const loops = repeat(CLONERS, CLONE_PAUSE_MS, async (worker, signal) => {
    const order = cloneOf[worker % cloneOf.length]?.();
    const { body } = await ask(target, worker, { path: "/api/tokens", body: order, signal });
    await ask(target, worker, { path: "/api/deploy", body: order, signal });
    const { address } = body;
    if (address === undefined || !isAddress(address) || paid.size >= CLONES_PAID) return;
    paid.add(address);
    await wallet.send({ to: chain.checkout, data: payCall(address), value: 1n });
  });
  return {
    isFelt: loops.isFelt,
    stop: async () => {
      await loops.stop();
      return strangersListed(target);
    },
  };
}

const list = z.object({ tokens: z.array(z.object({ address: z.string(), owner: z.string() })) });

/** What stands in the victim's list and is not the victim's. */
async function strangersListed({ world, victim }: Target): Promise<string[]> {
  const deployer = victim.wallet.account.address;
  const answer = await fetch(`${world.instances[0].url}/api/tokens?deployer=${deployer}`).catch(() => null);
  if (!answer?.ok) return [];
  return list
    .parse(await answer.json())
    .tokens.filter(({ owner }) => getAddress(owner) !== deployer)
    .map(({ address, owner }) => `${address}, which ${owner} would own, is listed as the victim's.`);
}
