import "server-only";
import { getAddress, isAddress, type Address } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { z } from "zod";

/** How values stand in the environment, as the text that they are. */

export const required = "is required";
export const integer = (min: number, max: number) =>
  z.coerce.number({ error: "must be a number" }).int("must be a whole number").min(min).max(max);
export const address = z
  .custom<Address>((value) => typeof value === "string" && isAddress(value), "must be an address")
  .transform((value) => getAddress(value));
export const secret = z.string().min(16, "must have at least 16 characters");
export const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" });
const nodeUrl = z.url({
  protocol: /^https?$/,
  error: "must be http:// or https:// addresses, separated by commas",
});
export const nodeUrls = z
  .string({ error: `${required}: the address of a node, or several, separated by commas` })
  .transform((value) => value.split(",").map((url) => url.trim()))
  .pipe(z.tuple([nodeUrl], nodeUrl));

export const privateKey = z
  .templateLiteral(["0x", z.string().regex(/^[0-9a-fA-F]{64}$/)], "must be 0x and 64 hexadecimal digits")
  .transform((key, context) => {
    try {
      return privateKeyToAccount(key);
    } catch {
      // The library's message repeats the key.
      context.addIssue({ code: "custom", message: "must be a private key of secp256k1" });
      return z.NEVER;
    }
  });
export const list = z.string().transform((value) => value.split(",").flatMap((each) => each.trim() || []));
