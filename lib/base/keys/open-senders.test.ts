import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Keystore from "ox/Keystore";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { expect, onTestFinished, test, vi } from "vitest";
import { parseEnv } from "#lib/base/env.ts";
import { awsKeyId, gcpKeyVersion, startKeyService } from "#lib/testing/key-service.ts";
import { openSenders } from "./open-senders.ts";

const around = {
  DATABASE_URL: "postgres://127.0.0.1/none",
  RPC_URL_31337: "http://127.0.0.1:1",
  CHECKOUT_31337: `0x${"22".repeat(20)}`,
  PRICE_31337: "0",
};

test("keys at hand, in files and of both services may be mixed, and come in this order", async () => {
  const [aws, gcp] = [await startKeyService(), await startKeyService()];
  stub({ ...gcp.env, ...aws.env });
  const [first, second, filed] = [generatePrivateKey(), generatePrivateKey(), generatePrivateKey()];
  const { path, passwordPath } = await keystoreOf(filed);
  const senders = await open({
    DEPLOYER_PRIVATE_KEY: `${first}, ${second}`,
    DEPLOYER_KEYSTORE: path,
    DEPLOYER_KEYSTORE_PASSWORD_FILE: passwordPath,
    DEPLOYER_AWS_KMS_KEY: awsKeyId,
    DEPLOYER_GCP_KMS_KEY: gcpKeyVersion,
    DEPLOYER_GCP_KMS_ENDPOINT: gcp.url,
  });
  const local = [first, second, filed].map((key) => privateKeyToAddress(key));
  expect(senders.map(({ address }) => address)).toEqual([...local, aws.address, gcp.address]);
  expect(new Set(senders.map(({ isFailing }) => isFailing()))).toEqual(new Set([false]));
});

test("all keys that can't be used are named at once, with the reason and without a secret", async () => {
  const service = await startKeyService("P-256");
  stub({ ...service.env, AWS_REGION: "eu-central-1" });
  const { path } = await keystoreOf(generatePrivateKey());
  const failing = open({
    DEPLOYER_KEYSTORE: `${path}, ${path}.none`,
    DEPLOYER_KEYSTORE_PASSWORD: "a wrong secret",
    DEPLOYER_AWS_KMS_KEY: `${awsKeyId},alias/of-nobody`,
    DEPLOYER_GCP_KMS_KEY: [gcpKeyVersion, gcpKeyVersion.replace("/k/", "/other/")].join(","),
    DEPLOYER_GCP_KMS_ENDPOINT: service.url,
  });
  const message = await failing.then(
    () => "",
    (error: Error) => error.message,
  );
  for (const sentence of [
    `DEPLOYER_KEYSTORE: ${path} is not opened by the password`,
    `DEPLOYER_KEYSTORE: ${path}.none can't be read`,
    `${awsKeyId}, which can't be used: its key spec is not ECC_SECG_P256K1`,
    "alias/of-nobody, which can't be used: NotFoundException",
    `${gcpKeyVersion}, which can't be used: its algorithm is not EC_SIGN_SECP256K1_SHA256`,
    /other\/cryptoKeyVersions\/1, which can't be used: .*404/,
  ])
    expect(message).toMatch(sentence);
  expect(message).not.toMatch(/secret|an access token|a token of/);
});

test("a service that can't be reached, or takes no credentials, is named at start", async () => {
  const service = await startKeyService();
  stub({ ...service.env, AWS_ENDPOINT_URL_KMS: "http://127.0.0.1:1" });
  await expect(open({ DEPLOYER_AWS_KMS_KEY: awsKeyId })).rejects.toThrow(/ECONNREFUSED/);
  stub({ AWS_ENDPOINT_URL_KMS: service.url, AWS_ACCESS_KEY_ID: "AKIDOTHER" });
  await expect(open({ DEPLOYER_AWS_KMS_KEY: awsKeyId })).rejects.toThrow(/AccessDeniedException/);
  await expect(open({ DEPLOYER_AWS_KMS_KEY: "alias/somewhere" })).rejects.toThrow(/its region is not known/);
});

test("a key that may be read and does not sign is named at start", async () => {
  const service = await startKeyService();
  stub(service.env);
  const failures = {
    fails: "InternalException",
    throttles: "ThrottlingException",
    "another key": service.address,
  };
  for (const [behaviour, reason] of Object.entries(failures)) {
    Object.assign(service, { behaviour });
    await expect(open({ DEPLOYER_AWS_KMS_KEY: awsKeyId })).rejects.toThrow(reason);
  }
});

test("one account is not two lanes", async () => {
  const key = generatePrivateKey();
  const { path, passwordPath } = await keystoreOf(key);
  const opening = open({
    DEPLOYER_PRIVATE_KEY: key,
    DEPLOYER_KEYSTORE: path,
    DEPLOYER_KEYSTORE_PASSWORD_FILE: passwordPath,
  });
  await expect(opening).rejects.toThrow(`The account ${privateKeyToAddress(key)} is configured twice`);
});

function open(keys: Record<string, string>) {
  return openSenders(parseEnv({ ...around, ...keys }));
}

/** Variables that SDKs read by themselves. */
function stub(env: Record<string, string>): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

async function keystoreOf(secret: `0x${string}`) {
  const folder = await mkdtemp(join(tmpdir(), "keystore-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const iv = new Uint8Array(16);
  const [key, options] = Keystore.scrypt({ password: "pass phrase", n: 1024, r: 8, p: 1, iv });
  const [path, passwordPath] = [join(folder, "key.json"), join(folder, "password")];
  await writeFile(path, JSON.stringify(Keystore.encrypt(secret, key, { ...options, iv })));
  await writeFile(passwordPath, "pass phrase\n");
  return { path, passwordPath };
}
