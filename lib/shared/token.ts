import { formatUnits, getAddress, isAddress, parseUnits, zeroAddress, type Address } from "viem";
import { z } from "zod";
import { flawOf, type Limits } from "#lib/shared/names/text.ts";
import { features, mapFeatures } from "./features.ts";
import { maximumOf } from "./kinds.ts";

const MAX_AMOUNT_LENGTH = 100;

function text(label: string, limits: Limits) {
  return z
    .string({ error: `${label} must be text.` })
    .normalize("NFC")
    .check(({ value, issues }) => {
      const flaw = flawOf(value, limits);
      if (flaw) issues.push({ code: "custom", message: `${label} ${flaw}`, input: value, continue: true });
    });
}

const amount = z
  .string({ error: 'An amount is text, such as "1000000".' })
  .max(MAX_AMOUNT_LENGTH, "This number is too long.")
  .regex(/^\d+(\.\d+)?$/, { error: "Enter a plain number, such as 1000000 or 0.5.", abort: true });

/** An address: checksummed (ERC-55) or all lower case, never zero; comes out checksummed. */
export const evmAddress = z
  .string({ error: "An address is text." })
  .refine((value) => isAddress(value), {
    error: "Enter a valid address: checksummed, or all lower case.",
    abort: true,
  })
  .transform((value): Address => getAddress(value))
  .refine((value) => value !== zeroAddress, "The zero address can't be used.");

const featureFlags = z.strictObject(mapFeatures(() => z.boolean().default(false))).prefault({});

export const fields = {
  name: text("The name", { characters: 64, bytes: 256 }),
  symbol: text("The symbol", { characters: 11, bytes: 64 }),
  decimals: z
    .int({ error: "Decimals must be a whole number from 0 to 18." })
    .min(0, "Decimals must be a whole number from 0 to 18.")
    .max(18, "Decimals must be a whole number from 0 to 18.")
    .default(18),
  supply: amount,
  features: featureFlags,
  cap: amount.nullish().transform((value) => value ?? null),
};

/** A token, without who orders it and who gets it. */
export type Token = z.output<z.ZodObject<typeof fields>>;

/** What the amounts of a token have to be to one another. */
export function checkAmounts({ value, issues }: z.core.ParsePayload<Token>) {
  const report = (path: "supply" | "cap", message: string) =>
    issues.push({ code: "custom", path: [path], message, input: value[path] });
  const { units, of } = maximumOf(value.features);
  for (const path of ["supply", "cap"] as const) {
    const whole = value[path];
    if (whole === null) continue;
    const fraction = whole.split(".")[1] ?? "";
    if (fraction.length > value.decimals)
      report(path, `This token has ${value.decimals} decimals, so this can't have ${fraction.length}.`);
    else if (parseUnits(whole, value.decimals) === 0n) report(path, "This must be more than zero.");
    else if (parseUnits(whole, value.decimals) > units)
      report(path, `This is more than ${of} can count: ${wholePart(units, value.decimals)} at most.`);
  }
  if (issues.length > 0 || value.cap === null) return;
  if (!features.some(({ name, argument }) => argument && value.features[name]))
    report("cap", "Only a mintable token can have a cap.");
  else if (parseUnits(value.cap, value.decimals) < parseUnits(value.supply, value.decimals))
    report("cap", "The cap must be at least the supply.");
}

function wholePart(units: bigint, decimals: number): string {
  return formatUnits(units, decimals).replace(/\..*/, "");
}

/** What the form asks of a person: the token itself, without who orders it. */
export const tokenForm = z
  .strictObject({
    ...fields,
    owner: z.union([z.literal("").transform(() => undefined), evmAddress]).optional(),
  })
  .check(checkAmounts);

export type TokenForm = z.input<typeof tokenForm>;

/** Whole tokens to base units. @param whole a plain decimal that fits `decimals` */
export function toUnits(whole: string, decimals: number): bigint {
  return parseUnits(whole, decimals);
}

/** Base units to whole tokens, without trailing zeros. */
export function fromUnits(units: bigint, decimals: number): string {
  return formatUnits(units, decimals);
}
