import { randomBytes } from "node:crypto";
import * as Secp256k1 from "ox/Secp256k1";
import { bytesToHex, hexToBigInt } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { expect, test } from "vitest";
import { fromDer } from "./signature.ts";

const { noble } = Secp256k1;

test("of both values of s that a service may answer with, the lower one is taken, with the right parity", async () => {
  const parities = new Set<number | undefined>();
  for (let index = 0; index < 32; index += 1) {
    const { hash, address, r, s } = signAnything();
    const signatures = await Promise.all(
      [s, noble.CURVE.n - s].map((each) =>
        fromDer(new noble.Signature(r, each).toDERRawBytes(), { hash, address }),
      ),
    );
    expect(signatures[0]).toEqual(signatures[1]);
    expect(hexToBigInt(signatures[0]?.s ?? "0x")).toBeLessThanOrEqual(noble.CURVE.n / 2n);
    parities.add(signatures[0]?.yParity);
  }
  expect(parities).toEqual(new Set([0, 1]));
});

test("another key's signature, and what is none, are refused", async () => {
  const { hash, address, r, s } = signAnything();
  const der = new noble.Signature(r, s).toDERRawBytes();
  const another = privateKeyToAddress(generatePrivateKey());
  await expect(fromDer(der, { hash, address: another })).rejects.toThrow(another);
  await expect(fromDer(der, { hash: bytesToHex(randomBytes(32)), address })).rejects.toThrow(address);
  for (const wrong of [new Uint8Array(), der.slice(0, -1), randomBytes(70)])
    await expect(fromDer(wrong, { hash, address })).rejects.toBeInstanceOf(Error);
});

function signAnything() {
  const key = generatePrivateKey();
  const hash = bytesToHex(randomBytes(32));
  const { r, s } = noble.sign(hash.slice(2), key.slice(2));
  return { hash, address: privateKeyToAddress(key), r, s };
}
