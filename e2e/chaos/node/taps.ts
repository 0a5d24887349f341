import { decodeFunctionData, keccak256, parseTransaction, type Address, type Hex } from "viem";
import { z } from "zod";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Call, Result, Tap } from "./faulty-proxy.ts";

const hex = z.templateLiteral(["0x", z.string()]);
const request = z.looseObject({ data: z.string().optional(), input: z.string().optional() });

/** A delivery that a server hands to its node. */
export type Broadcast = {
  hash: Hex;
  salt: Hex;
  nonce: number;
  to: Address;
  data: Hex;
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
};

/** Whether a call hands a signed transaction to the node, be it to wait for its receipt as well. */
export function isBroadcast({ method }: Call): boolean {
  return method === "eth_sendRawTransaction" || method === "eth_sendRawTransactionSync";
}

/** The delivery that a call broadcasts; null for every other call. */
export function broadcastOf(call: Call): Broadcast | null {
  const { params } = call;
  if (!isBroadcast(call)) return null;
  const raw = hex.parse(params[0]);
  const { to, data, nonce = 0, maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = parseTransaction(raw);
  if (!to || !data) return null;
  const { functionName, args } = decodeFunctionData({ abi: checkoutAbi, data });
  if (functionName !== "deliver") return null;
  return { hash: keccak256(raw), salt: args[0], nonce, to, data, maxFeePerGas, maxPriorityFeePerGas };
}

/** Accepts the broadcasts of one order's delivery. */
export function isDeliveryOf({ salt }: { salt: Hex }): (call: Call) => boolean {
  return (call) => broadcastOf(call)?.salt === salt;
}

/** What a call that only tries something would send. */
export function callOf({ params }: Call): string {
  const { data, input } = request.parse(params[0]);
  return data ?? input ?? "";
}

type Removable = { remove: () => void };

/** A tap for the first call that is `wanted`. The call waits for `act`. */
export function tapOnce(
  taps: Set<Tap>,
  wanted: (call: Call) => boolean,
  act: (call: Call) => Promise<void>,
): Removable & { seen: Promise<Call>; done: Promise<Call> } {
  const seen = Promise.withResolvers<Call>();
  const done = Promise.withResolvers<Call>();
  done.promise.catch(() => undefined);
  const tap: Tap = async (call) => {
    if (!wanted(call)) return;
    taps.delete(tap);
    seen.resolve(call);
    const acted = act(call);
    void acted.then(() => done.resolve(call), done.reject);
    await acted;
  };
  taps.add(tap);
  return { seen: seen.promise, done: done.promise, remove: () => taps.delete(tap) };
}

/** A tap for every call, until it is removed. `struck` resolves once `act` says that it was its call. */
export function tapAll(
  taps: Set<Tap>,
  act: (call: Call, result: Result | null) => Promise<boolean>,
): Removable & { struck: Promise<true> } {
  const struck = Promise.withResolvers<true>();
  const tap: Tap = async (call, result) => {
    if (await act(call, result)) struck.resolve(true);
  };
  taps.add(tap);
  return { struck: struck.promise, remove: () => taps.delete(tap) };
}
