import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Keystore from "ox/Keystore";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { expect, onTestFinished, test } from "vitest";
import { openKeystore } from "./keystore.ts";

/** @see https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage#test-vectors */
const published = {
  secret: "0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d",
  password: "testpassword",
  pbkdf2: {
    cipher: "aes-128-ctr",
    cipherparams: { iv: "6087dab2f9fdbbfaddc31a909735c1e6" },
    ciphertext: "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
    kdf: "pbkdf2",
    kdfparams: {
      c: 262144,
      dklen: 32,
      prf: "hmac-sha256",
      salt: "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd",
    },
    mac: "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2",
  },
  scrypt: {
    cipher: "aes-128-ctr",
    cipherparams: { iv: "83dbcc02d8ccb40e466191a123791e0e" },
    ciphertext: "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
    kdf: "scrypt",
    kdfparams: {
      dklen: 32,
      n: 262144,
      p: 8,
      r: 1,
      salt: "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19",
    },
    mac: "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097",
  },
} as const;

test.each(["pbkdf2", "scrypt"] as const)("the published keystore of %s is opened", async (kdf) => {
  const path = await written({
    crypto: published[kdf],
    id: "3198bc9c-6672-5ab3-d995-4942343ae5b6",
    version: 3,
  });
  const { address } = await openKeystore(path, published.password);
  expect(address).toBe(privateKeyToAddress(published.secret));
});

test("a keystore as geth writes it is opened, also where its part is written with a capital", async () => {
  const secret = generatePrivateKey();
  const [key, options] = Keystore.scrypt({
    password: "pass phrase",
    n: 4096,
    r: 8,
    p: 1,
    iv: new Uint8Array(16),
  });
  const { crypto, ...rest } = Keystore.encrypt(secret, key, { ...options, iv: new Uint8Array(16) });
  for (const file of [
    { ...rest, crypto },
    { ...rest, Crypto: crypto },
  ])
    expect((await openKeystore(await written(file), "pass phrase")).address).toBe(
      privateKeyToAddress(secret),
    );
});

test("what is wrong with a keystore is said, and nothing of what is in it", async () => {
  const path = await written({ crypto: published.pbkdf2, version: 3 });
  await expect(openKeystore(path, "a wrong secret")).rejects.toThrow(/^is not opened by the password$/);
  await expect(openKeystore(await written("secret"), "")).rejects.toThrow(/^is no keystore of version 3$/);
  await expect(openKeystore(await written({ crypto: published.pbkdf2, version: 1 }), "")).rejects.toThrow(
    /^is no keystore of version 3$/,
  );
  await expect(openKeystore(`${path}.none`, "")).rejects.toThrow(/^can't be read$/);
});

async function written(content: unknown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "keystore-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "key.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}
