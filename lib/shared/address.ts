import { getAddress, zeroAddress, type Address } from "viem";
import * as z from "zod/mini";
import { addressFlawOf } from "./address-flaw.ts";
import { withIssue } from "./issues.ts";

/** An address: checksummed (ERC-55) or all lower case, never zero; comes out checksummed. */
export const evmAddress = z
  .pipe(
    z.string({ error: "An address is text." }).check(({ value, issues }) => {
      const flaw = addressFlawOf(value);
      const message = "Enter a valid address: checksummed, or all lower case.";
      if (flaw) issues.push({ code: "custom", message, input: value, ...withIssue(flaw) });
    }),
    z.transform((value): Address => getAddress(value)),
  )
  .check(
    z.refine((value) => value !== zeroAddress, {
      error: "The zero address can't be used.",
      ...withIssue({ code: "zeroAddress" }),
    }),
  );
