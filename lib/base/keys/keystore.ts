import "server-only";
import { readFile } from "node:fs/promises";
import * as Keystore from "ox/Keystore";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { z } from "zod";
import { KeyProblem } from "./key-problem.ts";

const hex = z.string().regex(/^[0-9a-f]*$/i);
const scrypt = z.object({
  kdf: z.literal("scrypt"),
  kdfparams: z.object({ n: z.int(), r: z.int(), p: z.int(), dklen: z.literal(32), salt: hex }),
});
const pbkdf2 = z.object({
  kdf: z.literal("pbkdf2"),
  kdfparams: z.object({ c: z.int(), prf: z.literal("hmac-sha256"), dklen: z.literal(32), salt: hex }),
});
const sealed = z.object({
  cipher: z.literal("aes-128-ctr"),
  ciphertext: hex,
  cipherparams: z.object({ iv: hex }),
  mac: hex,
});
// Some programs write it with a capital.
const file = z.preprocess(
  (value) =>
    typeof value === "object" && value !== null && "Crypto" in value
      ? { ...value, crypto: value.Crypto }
      : value,
  z.object({
    version: z.literal(3),
    id: z.string().default(""),
    crypto: z.intersection(sealed, z.union([scrypt, pbkdf2])),
  }),
);

/**
 * The account of a keystore file, as geth, Foundry and wallets write them.
 * @throws {KeyProblem} that says what is wrong, and nothing of what is in it
 * @see https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage
 */
export async function openKeystore(path: string, password: string): Promise<PrivateKeyAccount> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new KeyProblem("can't be read");
  });
  const keystore = parse(text);
  try {
    return privateKeyToAccount(Keystore.decrypt(keystore, Keystore.toKey(keystore, { password })));
  } catch {
    throw new KeyProblem("is not opened by the password");
  }
}

function parse(text: string): Keystore.Keystore {
  try {
    return file.parse(JSON.parse(text));
  } catch {
    throw new KeyProblem("is no keystore of version 3");
  }
}
