import "server-only";
import type { KeyObject } from "node:crypto";
import {
  hashMessage,
  hashTypedData,
  hexToBytes,
  keccak256,
  serializeSignature,
  serializeTransaction,
  toBytes,
  type Hash,
  type Hex,
} from "viem";
import { publicKeyToAddress, toAccount } from "viem/accounts";
import type { Logger } from "#lib/base/log.ts";
import { KeyProblem, problemOf } from "./key-problem.ts";
import type { Sender } from "./sender.ts";
import { fromDer } from "./signature.ts";

/** The lane is held while its key is asked, and others wait for it no longer than a few seconds. */
const SIGN_MS = 2_000;
const OPEN_MS = 10_000;
/** A key that has failed is asked this often until it signs, and meanwhile by nobody who waits for it. */
const TRY_AGAIN_MS = 5_000;
/** What it is asked to sign then, and at first, which is no transaction. */
const NOTHING = keccak256(toBytes("Does this key sign?"));

/** A key that a service keeps, and never gives away. What is asked ends with the signal. */
export type RemoteKey = {
  publicKey: (signal: AbortSignal) => Promise<KeyObject>;
  /** @returns the ECDSA-Sig-Value of a digest of 32 bytes, in DER */
  sign: (digest: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>;
};

/**
 * An account whose key a service keeps, and which has signed once.
 * @param log told when the key fails, and when it signs again
 * @throws {KeyProblem} and whatever the service says where it does not tell the public key
 */
export async function openRemoteKey(key: RemoteKey, log?: Logger): Promise<Sender> {
  const publicKey = uncompressed(await within(OPEN_MS, key.publicKey));
  const address = publicKeyToAddress(publicKey);
  let hasFailed = false;

  async function ask(hash: Hash, limitMs: number) {
    try {
      const der = await within(limitMs, (signal) => key.sign(hexToBytes(hash), signal));
      return await fromDer(der, { hash, address });
    } catch (error) {
      throw new KeyProblem(`The key of ${address} does not sign: ${problemOf(error)}`);
    }
  }

  /** @throws {KeyProblem} whatever keeps it from signing, another key's signature included */
  async function sign(hash: Hash) {
    if (hasFailed) throw new KeyProblem(`The key of ${address} has failed, and is asked again soon.`);
    try {
      return await ask(hash, SIGN_MS);
    } catch (err) {
      if (!hasFailed) tryAgain();
      hasFailed = true;
      log?.warn({ sender: address, err }, "a key does not sign; other accounts deliver, where there are any");
      throw err;
    }
  }

  function tryAgain(): void {
    setTimeout(() => void ask(NOTHING, SIGN_MS).then(recover, tryAgain), TRY_AGAIN_MS).unref();
  }

  function recover(): void {
    hasFailed = false;
    log?.info({ sender: address }, "a key signs again");
  }

  await ask(NOTHING, OPEN_MS);
  const account = toAccount({
    address,
    signMessage: async ({ message }) => serializeSignature(await sign(hashMessage(message))),
    signTypedData: async (data) => serializeSignature(await sign(hashTypedData(data))),
    signTransaction: async (transaction, { serializer = serializeTransaction } = {}) =>
      serializer(transaction, await sign(keccak256(await serializer(transaction)))),
  });
  return { ...account, source: "remote", publicKey, isFailing: () => hasFailed };
}

/** The point that the key is, in hexadecimal. @throws {Error} if it is not on Ethereum's curve @see SEC 1, section 2.3.3 */
function uncompressed(key: KeyObject): Hex {
  const { crv, x = "", y = "" } = key.export({ format: "jwk" });
  if (crv !== "secp256k1") throw new KeyProblem("its curve is not secp256k1");
  return `0x04${hexOf(x)}${hexOf(y)}`;
}

function hexOf(base64url: string): string {
  return Buffer.from(base64url, "base64url").toString("hex");
}

/** What takes longer is given up, whether it listens to its signal or not. */
function within<T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(limitMs);
  const late = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => late.reject(signal.reason), { once: true });
  return Promise.race([work(signal), late.promise]);
}
