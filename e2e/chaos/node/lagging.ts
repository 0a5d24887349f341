import { numberToHex } from "viem";
import { z } from "zod";
import { chance, type Random } from "../plan/random.ts";
import { refusal, type Call, type Exchange, type Mode, type Result } from "./faulty-proxy.ts";

const tags = new Set<unknown>(["latest", "pending", "safe", "finalized"]);
const inBlock = z.looseObject({ blockNumber: z.string().nullable() });
const logFilter = z.looseObject({ fromBlock: z.string().optional(), toBlock: z.string().optional() });

/** A node that has not heard of the last `lag` blocks, nor of what is in none yet. */
export function behind(lag: number): Mode {
  return async ({ calls, forward, answer }) => {
    const head = await headOf(forward);
    const known = Math.max(0, head - lag);
    const results = await Promise.all(calls.map((call) => answerAt(known, call, forward)));
    answer(results);
    return true;
  };
}

/** Two nodes behind one address, one of them `lag` blocks behind the other. Each call is answered by either. */
export function disagreeing(lag: number, random: Random): Mode {
  return async ({ calls, forward, answer }) => {
    const known = Math.max(0, (await headOf(forward)) - lag);
    const isBehind = calls.map(() => chance(random, 0.5));
    const results = await Promise.all(
      calls.map((call, index) => (isBehind[index] ? answerAt(known, call, forward) : ask(call, forward))),
    );
    answer(results);
    return isBehind.includes(true);
  };
}

async function headOf(forward: Exchange["forward"]): Promise<number> {
  const [head] = await forward([{ jsonrpc: "2.0", id: 0, method: "eth_blockNumber", params: [] }]);
  return Number(head?.result);
}

async function answerAt(known: number, call: Call, forward: Exchange["forward"]): Promise<Result> {
  if (call.method === "eth_blockNumber") return resultOf(call, numberToHex(known));
  const asked = call.method === "eth_getLogs" ? clipped(call, known) : untagged(call, known);
  if (asked === null) return resultOf(call, []);
  if (isTooHigh(asked, known))
    return call.method === "eth_getBlockByNumber"
      ? resultOf(call, null)
      : refusal(call, -32_000, "header not found");
  const result = await ask(asked, forward);
  const young = /^eth_getTransaction(ByHash|Receipt)$/.test(call.method) && isYoung(result, known);
  return young ? resultOf(call, null) : result;
}

async function ask(call: Call, forward: Exchange["forward"]): Promise<Result> {
  const [result] = await forward([call]);
  if (!result) throw new Error(`No result for ${call.method}.`);
  return result;
}

/** Block tags mean the last block that the node knows, and so does a call that names no block. */
function untagged(call: Call, known: number): Call {
  const params = call.params.map((value) => (tags.has(value) ? numberToHex(known) : value));
  const namesNone = /^eth_(call|estimateGas)$/.test(call.method) && params.length === 1;
  return { ...call, params: namesNone ? [...params, numberToHex(known)] : params };
}

/** Null where the range lies above what the node knows. */
function clipped(call: Call, known: number): Call | null {
  const filter = logFilter.parse(call.params[0]);
  const at = (value: string | undefined) =>
    value === undefined || tags.has(value) ? known : value === "earliest" ? 0 : Number(value);
  if (at(filter.fromBlock) > known) return null;
  const toBlock = numberToHex(Math.min(at(filter.toBlock), known));
  return { ...call, params: [{ ...filter, fromBlock: numberToHex(at(filter.fromBlock)), toBlock }] };
}

const takesBlock =
  /^eth_(getBlockByNumber|feeHistory|call|getCode|getBalance|getTransactionCount|estimateGas)$/;

function isTooHigh({ method, params }: Call, known: number): boolean {
  const block = params[method === "eth_getBlockByNumber" ? 0 : 1];
  return takesBlock.test(method) && typeof block === "string" && Number(block) > known;
}

function isYoung({ result }: Result, known: number): boolean {
  const found = inBlock.safeParse(result);
  return found.success && (found.data.blockNumber === null || Number(found.data.blockNumber) > known);
}

function resultOf({ id }: Call, result: unknown): Result {
  return { jsonrpc: "2.0", id, result };
}
