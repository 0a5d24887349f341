import "server-only";
import { readFile } from "node:fs/promises";
import { InvalidEnvironment, type KeysEnv } from "#lib/base/env.ts";
import type { Logger } from "#lib/base/log.ts";
import { KeyProblem, problemOf } from "./key-problem.ts";
import { openRemoteKey, type RemoteKey } from "./remote-key.ts";
import { localSender, type Sender, type Senders } from "./sender.ts";

/**
 * The accounts of all keys that are configured. Keys at hand come first, then those of files, then those of services.
 * @param log told of keys that fail later on
 * @throws {InvalidEnvironment} that says of each key that is not there what is wrong, and no secret
 */
export async function openSenders(env: KeysEnv, log?: Logger): Promise<Senders> {
  const problems: string[] = [];
  const openService = async (variable: string, id: string, keyOf: (id: string) => Promise<RemoteKey>) => {
    try {
      return await openRemoteKey(await keyOf(id), log);
    } catch (error) {
      problems.push(`${variable} names ${id}, which can't be used: ${problemOf(error)}`);
      return null;
    }
  };
  const opened = await Promise.all([
    ...env.DEPLOYER_PRIVATE_KEY.map(async (account) => localSender(account)),
    ...openKeystores(env, problems),
    ...env.DEPLOYER_AWS_KMS_KEY.map((id) => openService("DEPLOYER_AWS_KMS_KEY", id, awsKey)),
    ...env.DEPLOYER_GCP_KMS_KEY.map((id) =>
      openService("DEPLOYER_GCP_KMS_KEY", id, (version) => gcpKey(version, env.DEPLOYER_GCP_KMS_ENDPOINT)),
    ),
  ]);
  const senders = opened.flatMap((sender) => sender ?? []);
  problems.push(...twice(senders).map((address) => `The account ${address} is configured twice`));
  const [first, ...others] = senders;
  if (!first || problems.length > 0) throw new InvalidEnvironment(problems);
  return [first, ...others];
}

function openKeystores(env: KeysEnv, problems: string[]): Promise<Sender | null>[] {
  if (env.DEPLOYER_KEYSTORE.length === 0) return [];
  const password = passwordOf(env);
  return env.DEPLOYER_KEYSTORE.map(async (path) => {
    try {
      const { openKeystore } = await import("./keystore.ts");
      return localSender(await openKeystore(path, await password));
    } catch (error) {
      problems.push(`DEPLOYER_KEYSTORE: ${path} ${problemOf(error)}`);
      return null;
    }
  });
}

async function passwordOf(env: KeysEnv): Promise<string> {
  const path = env.DEPLOYER_KEYSTORE_PASSWORD_FILE;
  if (path === undefined) return env.DEPLOYER_KEYSTORE_PASSWORD ?? "";
  const text = await readFile(path, "utf8").catch(() => {
    throw new KeyProblem("has no password: DEPLOYER_KEYSTORE_PASSWORD_FILE can't be read");
  });
  // Editors end the last line.
  return text.replace(/\r?\n$/, "");
}

// What a service needs is loaded where its keys are used, and nowhere else.
async function awsKey(id: string): Promise<RemoteKey> {
  return (await import("./aws-kms.ts")).awsKmsKey(id);
}

async function gcpKey(version: string, endpoint: string): Promise<RemoteKey> {
  return (await import("./gcp-kms.ts")).gcpKmsKey(version, endpoint);
}

function twice(senders: readonly Sender[]): string[] {
  const addresses = senders.map(({ address }) => address);
  return [...new Set(addresses.filter((address, index) => addresses.indexOf(address) !== index))];
}
