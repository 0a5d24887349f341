import { setTimeout as delay } from "node:timers/promises";
import { numberToHex } from "viem";
import { z } from "zod";
import { refusal, type Call, type Exchange, type Mode, type Result } from "./faulty-proxy.ts";
import { isBroadcast } from "./taps.ts";

/** Above the time that a server waits for its node. */
const TOO_LATE_MS = 5_500;

/** Takes the request and never says a word. */
export const hanging: Mode = async () => true;

/** Sends the headers and half of the body, then falls silent. */
export const halfOpen: Mode = async ({ calls, response, forward }) => {
  const body = JSON.stringify(await forward(calls));
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2));
  return true;
};

/** Does what it is asked at once, but the answer comes when nobody waits for it any more. */
export const tooLate: Mode = async ({ calls, forward, answer }) => {
  const results = await forward(calls);
  void delay(TOO_LATE_MS).then(() => answer(results));
  return true;
};

export const rateLimited: Mode = async ({ calls, response }) => {
  response.writeHead(429, { "content-type": "application/json", "retry-after": "1" });
  response.end(JSON.stringify(calls.map((call) => refusal(call, -32_005, "Too many requests"))));
  return true;
};

export function slow(ms: number): Mode {
  return async (exchange) => {
    await delay(ms);
    exchange.answer(await exchange.forward(exchange.calls));
    return true;
  };
}

/** Takes each transaction, but says that it had it before, as after a first answer that was lost. */
export const alreadyKnown: Mode = async (exchange) => {
  const results = await exchange.forward(exchange.calls);
  return answerChanged(exchange, results, (call, result) =>
    isBroadcast(call) && "result" in result ? refusal(call, -32_000, "already known") : result,
  );
};

/** Refuses the next `count` transactions with this error, and does not pass them on. */
export function refusingTransactions(message: string, count: number): Mode {
  let left = count;
  return async (exchange) => {
    const refused = new Set(exchange.calls.filter((call) => isBroadcast(call) && left-- > 0));
    const passed = exchange.calls.filter((call) => !refused.has(call));
    const results = await exchange.forward(passed);
    const all = exchange.calls.map(
      (call) => results.find(({ id }) => id === call.id) ?? refusal(call, -32_000, message),
    );
    exchange.answer(all);
    return refused.size > 0;
  };
}

/** Counts `excess` more transactions of an account than there are. */
export function miscountingNonces(excess: number): Mode {
  return async (exchange) => {
    const results = await exchange.forward(exchange.calls);
    return answerChanged(exchange, results, (call, result) =>
      call.method === "eth_getTransactionCount" && "result" in result
        ? { ...result, result: `0x${(Number(result.result) + excess).toString(16)}` }
        : result,
    );
  };
}

/** Says that the last block was made earlier than it was. */
export function datedBack(seconds: number): Mode {
  return async (exchange) => {
    const results = await exchange.forward(exchange.calls);
    return answerChanged(exchange, results, ({ method, params }, result) => {
      const block = dated.safeParse(result.result);
      if (method !== "eth_getBlockByNumber" || params[0] !== "latest" || !block.success) return result;
      const timestamp = numberToHex(Number(block.data.timestamp) - seconds);
      return { ...result, result: { ...block.data, timestamp } };
    });
  };
}

const dated = z.looseObject({ timestamp: z.string() });

function answerChanged(
  { calls, answer }: Exchange,
  results: Result[],
  change: (call: Call, result: Result) => Result,
): boolean {
  const changed = calls.map((call) => {
    const result = results.find(({ id }) => id === call.id);
    if (!result) throw new Error(`No result for ${call.method}.`);
    return change(call, result);
  });
  answer(changed);
  return changed.some((result) => !results.includes(result));
}
