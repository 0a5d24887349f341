import { formatUnits, parseUnits } from "viem";
import * as z from "zod/mini";
import { describeFlaw, flawOf, type Limits } from "#lib/shared/names/text.ts";
import { evmAddress } from "./address.ts";
import { withoutLeadingZeros } from "./amounts/amount.ts";
import { features, mapFeatures } from "./features.ts";
import { type Issue, withIssue } from "./issues.ts";
import { maximumOf } from "./contract/kinds.ts";

const MAX_AMOUNT_LENGTH = 100;
const MAX_DECIMALS = 18;
const WHOLE_DECIMALS = `Decimals must be a whole number from 0 to ${MAX_DECIMALS}.`;

function text(field: "name" | "symbol", limits: Limits) {
  return z.string({ error: `The ${field} must be text.` }).check(z.normalize("NFC"), ({ value, issues }) => {
    const flaw = flawOf(value, limits);
    if (!flaw) return;
    const message = `The ${field} ${describeFlaw(flaw)}`;
    issues.push({
      code: "custom",
      message,
      input: value,
      continue: true,
      ...withIssue({ ...flaw, field }),
    });
  });
}

const amount = z.string({ error: 'An amount is text, such as "1000000".' }).check(
  z.maxLength(MAX_AMOUNT_LENGTH, "This number is too long."),
  z.regex(/^\d+(\.\d+)?$/, { error: "Enter a plain number, such as 1000000 or 0.5.", abort: true }),
  // So that what is shown of it, and what is compared, is one text for one number.
  z.overwrite(withoutLeadingZeros),
);

const featureFlags = z.prefault(z.strictObject(mapFeatures(() => z._default(z.boolean(), false))), {});

export const fields = {
  name: text("name", { characters: 64, bytes: 256 }),
  symbol: text("symbol", { characters: 11, bytes: 64 }),
  // Amounts are worked out only with decimals that are allowed: with a thousand million of them that takes minutes.
  decimals: z._default(
    z
      .int({ error: WHOLE_DECIMALS })
      .check(
        z.minimum(0, { error: WHOLE_DECIMALS, abort: true }),
        z.maximum(MAX_DECIMALS, { error: WHOLE_DECIMALS, abort: true }),
      ),
    MAX_DECIMALS,
  ),
  supply: amount,
  features: featureFlags,
  cap: z.pipe(
    z.nullish(amount),
    z.transform((value) => value ?? null),
  ),
};

/** A token, without who orders it and who gets it. */
export type Token = z.output<z.ZodMiniObject<typeof fields>>;

/** What the amounts of a token have to be to one another. */
export function checkAmounts({ value, issues }: z.core.ParsePayload<Token>) {
  const report = (path: "supply" | "cap", issue: Issue, message: string) =>
    issues.push({ code: "custom", path: [path], message, input: value[path], ...withIssue(issue) });
  const { decimals } = value;
  const { units, of, feature } = maximumOf(value.features);
  const most = wholePart(units, decimals);
  for (const path of ["supply", "cap"] as const) {
    const whole = value[path];
    if (whole === null) continue;
    const count = whole.split(".")[1]?.length ?? 0;
    if (count > decimals)
      report(
        path,
        { code: "fraction", decimals, count },
        `This token has ${decimals} decimals, so this can't have ${count}.`,
      );
    else if (parseUnits(whole, decimals) === 0n)
      report(path, { code: "zero" }, "This must be more than zero.");
    else if (parseUnits(whole, decimals) > units)
      report(path, { code: "tooMuch", feature, most }, `This is more than ${of} can count: ${most} at most.`);
  }
  if (issues.length > 0 || value.cap === null) return;
  if (!features.some(({ name, argument }) => argument && value.features[name]))
    report("cap", { code: "noCap" }, "Only a mintable token can have a cap.");
  else if (parseUnits(value.cap, decimals) < parseUnits(value.supply, decimals))
    report("cap", { code: "lowCap" }, "The cap must be at least the supply.");
}

function wholePart(units: bigint, decimals: number): string {
  return formatUnits(units, decimals).replace(/\..*/, "");
}

/** What the form asks of a person: the token itself, without who orders it. */
export const tokenForm = z
  .strictObject({
    ...fields,
    owner: z.optional(
      z.union([
        z.pipe(
          z.literal(""),
          z.transform(() => undefined),
        ),
        evmAddress,
      ]),
    ),
  })
  .check(checkAmounts);

export type TokenForm = z.input<typeof tokenForm>;
