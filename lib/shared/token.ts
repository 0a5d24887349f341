import {
  formatUnits,
  getAddress,
  isAddress,
  maxUint256,
  parseUnits,
  zeroAddress,
  type Address,
  type Hex,
} from "viem";
import { z } from "zod";
import type { DeployStep } from "./steps.ts";

/** Characters nobody can see: control, bidirectional, zero-width and the like, which make two names look alike. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const MAX_AMOUNT_LENGTH = 100;

function text(label: string, maxCharacters: number) {
  return z
    .string({ error: `${label} must be text.` })
    .normalize("NFC")
    .refine((value) => value.length > 0, { error: `${label} is required.`, abort: true })
    .refine(
      (value) => Array.from(value).length <= maxCharacters,
      `${label} may have at most ${maxCharacters} characters.`,
    )
    .refine((value) => !INVISIBLE.test(value), `${label} may not contain invisible or control characters.`)
    .refine((value) => !/^\s|\s$/u.test(value), `${label} may not begin or end with a space.`);
}

const amount = z
  .string({ error: 'An amount is text, such as "1000000".' })
  .max(MAX_AMOUNT_LENGTH, "This number is too long.")
  .regex(/^\d+(\.\d+)?$/, { error: "Enter a plain number, such as 1000000 or 0.5.", abort: true });

/** Checksummed (ERC-55) or all lower case, never zero; comes out checksummed. */
const address = z
  .string({ error: "An address is text." })
  .refine((value) => isAddress(value), {
    error: "Enter a valid address: checksummed, or all lower case.",
    abort: true,
  })
  .transform((value): Address => getAddress(value))
  .refine((value) => value !== zeroAddress, "The zero address can't be used.");

const featureFlags = z
  .strictObject({
    burnable: z.boolean().default(false),
    mintable: z.boolean().default(false),
    pausable: z.boolean().default(false),
  })
  .prefault({});

const fields = {
  name: text("The name", 64),
  symbol: text("The symbol", 11),
  decimals: z
    .int({ error: "Decimals must be a whole number from 0 to 18." })
    .min(0, "Decimals must be a whole number from 0 to 18.")
    .max(18, "Decimals must be a whole number from 0 to 18.")
    .default(18),
  supply: amount,
  features: featureFlags,
  cap: amount.nullish().transform((value) => value ?? null),
};

type Fields = z.output<z.ZodObject<typeof fields>>;

function checkAmounts({ value, issues }: z.core.ParsePayload<Fields>) {
  const report = (path: "supply" | "cap", message: string) =>
    issues.push({ code: "custom", path: [path], message, input: value[path] });
  for (const path of ["supply", "cap"] as const) {
    const whole = value[path];
    if (whole === null) continue;
    const fraction = whole.split(".")[1] ?? "";
    if (fraction.length > value.decimals)
      report(path, `This token has ${value.decimals} decimals, so this can't have ${fraction.length}.`);
    else if (parseUnits(whole, value.decimals) === 0n) report(path, "This must be more than zero.");
    else if (parseUnits(whole, value.decimals) > maxUint256)
      report(path, "This is more than a token can count.");
  }
  if (issues.length > 0 || value.cap === null) return;
  if (!value.features.mintable) report("cap", "Only a mintable token can have a cap.");
  else if (parseUnits(value.cap, value.decimals) < parseUnits(value.supply, value.decimals))
    report("cap", "The cap must be at least the supply.");
}

/** What the form asks of a person: the token itself, without who orders it. */
export const tokenForm = z
  .strictObject({ ...fields, owner: z.union([z.literal("").transform(() => undefined), address]).optional() })
  .check(checkAmounts);

/** The body of `POST /api/tokens`. `owner`, `chainId` and `salt` have defaults that only the server can give. */
export const tokenBody = z
  .strictObject({
    ...fields,
    owner: address.optional(),
    deployer: address,
    chainId: z.int().positive().optional(),
    salt: z
      .string()
      .regex(/^0x[0-9a-fA-F]{64}$/, "A salt is 0x and 64 hexadecimal digits.")
      .transform((value): Hex => `0x${value.slice(2).toLowerCase()}`)
      .optional(),
  })
  .check(checkAmounts);

/** A token to find: the body of `POST /api/deploy` for an order that was placed before. */
export const tokenReference = z.strictObject({ token: address, chainId: z.int().positive().optional() });

export const addressParameter = address;

export type TokenForm = z.input<typeof tokenForm>;
export type TokenBody = z.output<typeof tokenBody>;

/** Everything that decides which token comes out: the body with its defaults filled in. */
export type TokenOrder = Omit<TokenBody, "owner" | "chainId" | "salt"> & {
  owner: Address;
  chainId: number;
  salt: Hex;
};

export const orderStatuses = [
  "awaiting_payment",
  "paid",
  "submitted",
  "deployed",
  "failed",
  "refunded",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/**
 * An order as the API answers it. Amounts of wei and the block number are decimal strings, `supply` and `cap` are
 * whole tokens, times are ISO 8601, addresses are checksummed; null is what is not known yet. Lists leave
 * `initcode` out.
 */
export type Order = TokenOrder & {
  address: Address;
  status: OrderStatus;
  price: string;
  priceParts: { fee: string; network: string };
  checkout: Address;
  initcode?: Hex;
  payTx: Hex | null;
  deployTx: Hex | null;
  blockNumber: string | null;
  createdAt: string;
  paidAt: string | null;
  deployedAt: string | null;
  refundableAt: string | null;
  failure: string | null;
  /** How far the last deploy has come; null where none was heard of lately, once the order has ended, and in lists. */
  step: DeployStep | null;
};

/** The contract that has exactly the chosen features, and no other. */
export function contractName({ features, cap }: Pick<TokenOrder, "features" | "cap">) {
  const burnable = features.burnable ? "Burnable" : "";
  const mintable = features.mintable ? (cap === null ? "Mintable" : "Capped") : "";
  const pausable = features.pausable ? "Pausable" : "";
  return `Token${burnable}${mintable}${pausable}` as const;
}

/** Whether the token has an owner at all: only where a feature needs one. */
export function hasOwner({ features }: Pick<TokenOrder, "features">): boolean {
  return features.mintable || features.pausable;
}

/** Whole tokens to base units. @param whole a plain decimal that fits `decimals` */
export function toUnits(whole: string, decimals: number): bigint {
  return parseUnits(whole, decimals);
}

/** Base units to whole tokens, without trailing zeros. */
export function fromUnits(units: bigint, decimals: number): string {
  return formatUnits(units, decimals);
}
