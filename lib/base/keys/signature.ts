import "server-only";
import * as Secp256k1 from "ox/Secp256k1";
import * as DerSignature from "ox/Signature";
import { numberToHex, recoverAddress, type Address, type Hash, type Signature } from "viem";
import { KeyProblem } from "./key-problem.ts";

const HALF_OF_ORDER = Secp256k1.noble.CURVE.n / 2n;

/**
 * A signature as Ethereum wants it, of one as key services give it: with the lower of the two values of `s` that are
 * right, and with which of two keys it is of. That it is of the account's own is found out on the way.
 * @param der an ECDSA-Sig-Value in DER
 * @throws {KeyProblem} if it is not of this account, and what reading DER throws
 * @see RFC 3279, section 2.2.3; EIP-2; SEC 1, section 4.1.6
 */
export async function fromDer(
  der: Uint8Array,
  { hash, address }: { hash: Hash; address: Address },
): Promise<Signature> {
  const { r, s } = DerSignature.fromDerBytes(der);
  const lowS = s > HALF_OF_ORDER ? Secp256k1.noble.CURVE.n - s : s;
  for (const yParity of [0, 1]) {
    const signature = {
      r: numberToHex(r, { size: 32 }),
      s: numberToHex(lowS, { size: 32 }),
      v: BigInt(27 + yParity),
      yParity,
    };
    if ((await recoverAddress({ hash, signature })) === address) return signature;
  }
  throw new KeyProblem(`its signature is not of the account ${address}`);
}
