import { setTimeout as delay } from "node:timers/promises";
import { BaseError, type Address } from "viem";
import { z } from "zod";
import type { Order } from "#lib/shared/order.ts";
import type { TestChain } from "../node/test-chain.ts";
import { word, type Random } from "../plan/random.ts";
import type { Customer } from "../world/customer.ts";
import type { World } from "../world/world.ts";

/** Whom an attack is aimed at, and what it is made with. */
export type Target = {
  world: World;
  chain: TestChain;
  victim: Customer;
  /** The victim's order. */
  order: Order;
  random: Random;
  /** Where the attackers' requests come from. */
  addresses: string[];
  /** Is told the status of every answer. */
  note: (status: number) => void;
  /** Says of an account that it is the attackers'. */
  admit: (stranger: Address) => void;
};

/** Something that goes on until it is stopped. */
export type Attack = {
  /** Whether it was felt: everybody who takes part has been answered at least once. */
  isFelt: () => boolean;
  /** @returns what it was answered that it must not be, in sentences */
  stop: () => Promise<string[]>;
};

type Part = (worker: number, signal: AbortSignal) => Promise<void>;

/** Does the same over and over, `count` times at once, each again `pauseMs` after it was done. */
export function repeat(
  count: number,
  pauseMs: number,
  part: Part,
): Omit<Attack, "stop"> & { stop: () => Promise<void> } {
  const ended = new AbortController();
  const { signal } = ended;
  const felt = new Set<number>();
  const workers = Array.from({ length: count }, async (_, worker) => {
    while (!signal.aborted) {
      try {
        await part(worker, signal);
        felt.add(worker);
      } catch (error) {
        if (!isLost(error, signal)) throw error;
      }
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  });
  const all = Promise.all(workers);
  all.catch(() => undefined);
  return {
    isFelt: () => felt.size === count,
    stop: async () => {
      ended.abort();
      await all;
    },
  };
}

/** A server that is gone, as other faults may have it, fails what is asked of it; and a chain may refuse attackers. */
function isLost(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || error instanceof TypeError || error instanceof BaseError;
}

const answered = z.looseObject({ code: z.string().optional(), address: z.string().optional() });
type Answer = { status: number; body: z.output<typeof answered> };

/** The attacker's number `worker` asks once, each of one server. @throws {TypeError} if there is no answer */
export async function ask(
  { world, addresses, note }: Target,
  worker: number,
  { path, body, signal }: { path: string; body: unknown; signal: AbortSignal },
): Promise<Answer> {
  const headers = { "x-forwarded-for": addresses[worker % addresses.length] ?? "" };
  const init = { method: "POST", headers, body: JSON.stringify(body), signal };
  const answer = await fetch(`${serverFor(world, worker)}${path}`, init);
  note(answer.status);
  const parsed = answered.safeParse(await answer.json().catch(() => null));
  return { status: answer.status, body: parsed.data ?? {} };
}

/** The body of another order that looks like the victim's. */
export function bodyLikeVictims({ victim, chain, random }: Target, deployer: Address) {
  return { ...victim.plan.body, salt: word(random), deployer, chainId: chain.id };
}

/** The server that the attacker's number `worker` is after. */
export function serverFor({ instances }: World, worker: number): string {
  return instances[worker % 2 === 0 ? 0 : 1].url;
}
