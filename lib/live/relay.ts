import "server-only";
import { BaseError, isAddressEqual, RpcRequestError, type Hex } from "viem";
import { z } from "zod";
import type { Chain } from "#lib/base/chains.ts";
import { InvalidRequest } from "#lib/base/errors/request-errors.ts";
import { ChainUnavailable } from "#lib/base/errors/unavailable.ts";
import { revertDataOf } from "#lib/shared/chain/several-nodes.ts";
import { evmAddress } from "#lib/shared/address.ts";

/** Whoever asks for the same within this time is given the same answer. */
const SHARED_MS = 1_000;
/** So many different things are asked of a chain at once, for all pages together; what else is asked meanwhile is refused. */
const MOST_AT_ONCE = 16;

const quantity = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{1,64}$/)]);
const bytes = z.templateLiteral(["0x", z.string().regex(/^[0-9a-fA-F]*$/)]);
const hash = z.templateLiteral(["0x", z.string().regex(/^[0-9a-fA-F]{64}$/)]);
const block = z.enum(["latest", "pending"]);
// Fees and limits of gas are the asker's guesses, and no node needs them for a reading.
const callOfCheckout = z.object({
  to: evmAddress,
  from: z.optional(evmAddress),
  value: quantity.optional(),
  data: bytes,
});

const read = z.discriminatedUnion("method", [
  z.object({
    method: z.enum(["eth_chainId", "eth_blockNumber", "eth_gasPrice"]),
    params: z.tuple([]).default([]),
  }),
  z.object({ method: z.literal("eth_getBlockByNumber"), params: z.tuple([block, z.literal(false)]) }),
  z.object({
    method: z.enum(["eth_getBalance", "eth_getTransactionCount"]),
    params: z.tuple([evmAddress, block]),
  }),
  z.object({
    method: z.enum(["eth_getTransactionReceipt", "eth_getTransactionByHash"]),
    params: z.tuple([hash]),
  }),
  z.object({ method: z.literal("eth_call"), params: z.tuple([callOfCheckout, block]) }),
]);

/** A reading of a chain by JSON-RPC 2.0: of those that a page needs to have an order paid, and no others. */
export const chainRead = z.intersection(z.object({ id: z.number().int() }), read);
type Read = z.output<typeof read>;

/** What a node has answered; of an error, what a page makes sense of a contract's refusal by. */
export type Answer =
  | { result: unknown }
  | { error: { code: number; message: string; data?: Hex | undefined } };

/** `until` when it is given to who asks the same; without an end as long as it is awaited. */
type Shared = { answer: Promise<Answer>; until: number };
const shared = new WeakMap<Chain, Map<string, Shared>>();

/**
 * Reads something of a chain for a page whose own node does not answer. Free to ask for, so it costs the node little:
 * only Checkout is called, the same question is asked once a second, and few at once.
 * @throws {InvalidRequest} for a call of another contract
 * @throws {ChainUnavailable} if the node does not answer either, or too much is asked of it already
 */
export function relayRead(chain: Chain, question: Read): Promise<Answer> {
  if (question.method === "eth_call" && !isAddressEqual(question.params[0].to, chain.checkout))
    throw new InvalidRequest([{ path: "params", message: "Only the Checkout of this chain can be called." }]);
  const known = shared.get(chain) ?? new Map<string, Shared>();
  shared.set(chain, known);
  forgetOld(known);
  const key = JSON.stringify(question);
  const present = known.get(key);
  if (present) return present.answer;
  if (known.size >= MOST_AT_ONCE)
    throw new ChainUnavailable(new Error("Too much is read for pages already."));
  const answer = ask(chain, question);
  const entry = { answer, until: Infinity };
  known.set(key, entry);
  answer.then(
    () => (entry.until = Date.now() + SHARED_MS),
    () => known.delete(key),
  );
  return answer;
}

function forgetOld(known: Map<string, Shared>): void {
  for (const [key, { until }] of known) if (Date.now() > until) known.delete(key);
}

async function ask({ client }: Chain, { method, params }: Read): Promise<Answer> {
  try {
    return { result: await client.transport.request({ method, params }) };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return { error: refusal };
    throw new ChainUnavailable(error);
  }
}

/** By which contract's error a call was refused; undefined if it is the node that failed. */
function refusalOf(error: unknown) {
  if (!(error instanceof BaseError)) return undefined;
  const cause = error.walk((each) => each instanceof RpcRequestError);
  if (!(cause instanceof RpcRequestError)) return undefined;
  const data = revertDataOf(cause.data);
  if (cause.code !== 3 && data === undefined) return undefined;
  return { code: 3, message: "execution reverted", data };
}
