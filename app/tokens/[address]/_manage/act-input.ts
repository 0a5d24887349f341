import { parseUnits, type Address } from "viem";
import type * as z from "zod/mini";
import { readAmount } from "#lib/shared/amounts/amount.ts";
import { maximumOf } from "#lib/shared/contract/kinds.ts";
import type { Order } from "#lib/shared/order.ts";
import { type Issue, issueOf } from "#lib/shared/issues.ts";
import { evmAddress } from "#lib/shared/address.ts";
import type { ActName, View } from "./offered-acts.ts";

/** An act with all that it takes, ready to be sent. */
export type Act =
  | { name: "mint"; to: Address; units: bigint }
  | { name: "burn"; units: bigint }
  | { name: "delegate"; to: Address }
  | { name: "transferOwnership"; to: Address }
  | { name: "pause" | "unpause" | "renounceOwnership" };

/** What a person has entered; of the address what {@link useRecipient} has read. */
export type ActInput = { to: string; amount: string; confirmation: string };
export type ActField = keyof ActInput;
/** What is wrong with a field. */
export type ActFault = "amount" | "fraction" | "zero" | "tooMuch" | "confirmation";
export type ActFaults = { to?: Issue } & Partial<Record<"amount" | "confirmation", ActFault>>;

type OfToken = Pick<Order, "symbol" | "decimals" | "features" | "cap">;

/** Which fields each act has. What can't be taken back is confirmed by typing the token's symbol. */
export const actFields: Record<ActName, readonly ActField[]> = {
  mint: ["amount", "to"],
  pause: [],
  unpause: [],
  burn: ["amount"],
  delegate: ["to"],
  transferOwnership: ["to", "confirmation"],
  renounceOwnership: ["confirmation"],
};

/** The most that an act can be about, in the token's smallest unit: what is there to burn, or room to mint. */
export function mostUnitsOf(name: ActName, token: OfToken, { facts, holding }: View): bigint {
  if (name === "burn") return holding.balanceUnits;
  const { units } = maximumOf(token.features);
  const most = token.cap === null ? units : parseUnits(token.cap, token.decimals);
  return most - facts.supplyUnits;
}

/** Reads what was entered. @returns what is wrong with which field, if anything is */
export function readAct(
  name: ActName,
  input: ActInput,
  token: OfToken,
  view: View,
): { act: Act } | { faults: ActFaults } {
  const { to, units, faults } = readFields(name, input, token, view);
  if (Object.keys(faults).length > 0) return { faults };
  switch (name) {
    case "mint":
      return { act: { name, to, units } };
    case "burn":
      return { act: { name, units } };
    case "delegate":
    case "transferOwnership":
      return { act: { name, to } };
    case "pause":
    case "unpause":
    case "renounceOwnership":
      return { act: { name } };
    default:
      throw new Error(`unknown act ${String(name satisfies never)}`);
  }
}

/** Each of the act's fields; what it does not have is the account's own, or nothing. */
function readFields(name: ActName, input: ActInput, token: OfToken, view: View) {
  const faults: ActFaults = {};
  const has = (field: ActField) => actFields[name].includes(field);
  const address = evmAddress.safeParse(input.to);
  const amount = readUnits(input.amount, token.decimals, mostUnitsOf(name, token, view));
  if (has("to") && !address.success) faults.to = firstIssueOf(address.error) ?? { code: "address" };
  if (has("amount") && typeof amount === "string") faults.amount = amount;
  if (has("confirmation") && input.confirmation.trim() !== token.symbol) faults.confirmation = "confirmation";
  return {
    to: address.data ?? view.account,
    units: typeof amount === "bigint" ? amount : 0n,
    faults,
  };
}

function firstIssueOf({ issues: [first] }: z.core.$ZodError): Issue | undefined {
  return first && issueOf(first);
}

function readUnits(text: string, decimals: number, mostUnits: bigint): bigint | ActFault {
  const whole = readAmount(text);
  if (whole === null) return "amount";
  if ((whole.split(".")[1]?.length ?? 0) > decimals) return "fraction";
  const units = parseUnits(whole, decimals);
  if (units === 0n) return "zero";
  return units > mostUnits ? "tooMuch" : units;
}
