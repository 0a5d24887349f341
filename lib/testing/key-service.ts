import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import * as Secp256k1 from "ox/Secp256k1";
import type { Address, Hex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { onTestFinished } from "vitest";
import { z } from "zod";

/** What a service does when it is asked to sign: which value of `s`, whose key, or what goes wrong. */
export type Behaviour = "low s" | "high s" | "another key" | "garbage" | "fails" | "throttles" | "hangs";

/** A key of secp256k1, with which it really signs. */
type Key = { pair: { publicKey: KeyObject; privateKey: KeyObject }; secret: Hex; address: Address };

export const awsKeyId = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const gcpKeyVersion = "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1";

const PATIENCE_MS = 20_000;
const awsRequest = z.object({ KeyId: z.literal(awsKeyId), Message: z.base64().optional() });
const gcpRequest = z.object({ digest: z.object({ sha256: z.base64() }) });

/**
 * A service on this machine that keeps one key, and speaks as AWS KMS and as Google Cloud KMS do. `env` is how a server
 * finds it, as its SDKs do.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 * @see https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys.cryptoKeyVersions/asymmetricSign
 */
export async function startKeyService(curve: "secp256k1" | "P-256" = "secp256k1") {
  const key = createKey(curve);
  const service = { behaviour: "low s" as Behaviour, asked: 0 };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const speak = request.headers["x-amz-target"] ? speakAws : speakGcp;
    const asked = speak(request, body, key);
    if (asked.digest) {
      service.asked += 1;
      if (service.behaviour === "hangs") await delay(PATIENCE_MS, undefined, { ref: false });
    }
    const { status, json } = asked.digest
      ? asked.signed(service.behaviour, () => sign(asked.digest ?? "0x", service.behaviour, key))
      : asked.told;
    response.writeHead(status, { "Content-Type": asked.type });
    response.end(JSON.stringify(json));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  const url = `http://127.0.0.1:${address.port}`;
  const folder = await mkdtemp(join(tmpdir(), "key-service-"));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });
  return Object.assign(service, { address: key.address, url, env: await clientEnv(url, folder) });
}

/** The variables by which SDKs find the service, and credentials for it. */
async function clientEnv(url: string, folder: string) {
  const [token, credentials] = [join(folder, "token"), join(folder, "credentials.json")];
  await writeFile(token, "a token of the platform's");
  await writeFile(
    credentials,
    JSON.stringify({
      type: "external_account",
      audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/us",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: `${url}/token`,
      credential_source: { file: token },
    }),
  );
  return {
    AWS_ENDPOINT_URL_KMS: url,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "an aws secret",
    GOOGLE_APPLICATION_CREDENTIALS: credentials,
    GOOGLE_CLOUD_PROJECT: "p",
    DEPLOYER_GCP_KMS_ENDPOINT: url,
  };
}

type Answer = { status: number; json: unknown };
/** What is told of the key, or a digest to sign and how that is answered. */
type Asked = {
  type: string;
  told: Answer;
  digest: Hex | null;
  signed: (how: Behaviour, sign: () => Buffer) => Answer;
};

function speakAws({ headers }: IncomingMessage, body: string, { pair }: Key): Asked {
  const type = "application/x-amz-json-1.1";
  const known = awsRequest.safeParse(JSON.parse(body));
  const isSigned = headers.authorization?.startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/") ?? false;
  if (!isSigned || !known.success) {
    const told = { status: 400, json: { __type: isSigned ? "NotFoundException" : "AccessDeniedException" } };
    return { type, told, digest: null, signed: () => told };
  }
  const { KeyId, Message } = known.data;
  const isP256 = pair.publicKey.asymmetricKeyDetails?.namedCurve !== "secp256k1";
  const told = {
    KeyId,
    KeySpec: isP256 ? "ECC_NIST_P256" : "ECC_SECG_P256K1",
    KeyUsage: "SIGN_VERIFY",
    SigningAlgorithms: ["ECDSA_SHA_256"],
    PublicKey: pair.publicKey.export({ format: "der", type: "spki" }).toString("base64"),
  };
  const signed = (how: Behaviour, make: () => Buffer): Answer => {
    if (how === "fails") return { status: 500, json: { __type: "KMSInternalException" } };
    if (how === "throttles") return { status: 400, json: { __type: "ThrottlingException" } };
    return {
      status: 200,
      json: { KeyId, Signature: make().toString("base64"), SigningAlgorithm: "ECDSA_SHA_256" },
    };
  };
  return { type, told: { status: 200, json: told }, digest: Message ? hexOf(Message) : null, signed };
}

function speakGcp({ url = "", headers }: IncomingMessage, body: string, { pair }: Key): Asked {
  const type = "application/json";
  const tells = (status: number, json: unknown): Asked => ({
    type,
    told: { status, json },
    digest: null,
    signed: () => ({ status, json }),
  });
  if (url === "/token")
    return tells(200, {
      access_token: "an access token",
      issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
      token_type: "Bearer",
      expires_in: 3600,
    });
  if (headers.authorization !== "Bearer an access token")
    return tells(401, { error: { code: 401, status: "UNAUTHENTICATED" } });
  if (url === `/v1/${gcpKeyVersion}/publicKey`) {
    const isP256 = pair.publicKey.asymmetricKeyDetails?.namedCurve !== "secp256k1";
    const algorithm = isP256 ? "EC_SIGN_P256_SHA256" : "EC_SIGN_SECP256K1_SHA256";
    return tells(200, { pem: pair.publicKey.export({ format: "pem", type: "spki" }), algorithm });
  }
  if (url !== `/v1/${gcpKeyVersion}:asymmetricSign`)
    return tells(404, { error: { code: 404, status: "NOT_FOUND" } });
  const digest = hexOf(gcpRequest.parse(JSON.parse(body)).digest.sha256);
  const signed = (how: Behaviour, make: () => Buffer): Answer => {
    if (how === "fails") return { status: 500, json: { error: { code: 500, status: "INTERNAL" } } };
    if (how === "throttles")
      return { status: 429, json: { error: { code: 429, status: "RESOURCE_EXHAUSTED" } } };
    return { status: 200, json: { signature: make().toString("base64"), name: gcpKeyVersion } };
  };
  return { ...tells(200, {}), digest, signed };
}

function createKey(curve: "secp256k1" | "P-256"): Key {
  const pair = generateKeyPairSync("ec", { namedCurve: curve });
  const secret = hexOf(pair.privateKey.export({ format: "jwk" }).d ?? "", "base64url");
  return { pair, secret, address: privateKeyToAddress(secret) };
}

function sign(digest: Hex, how: Behaviour, { secret }: Key): Buffer {
  if (how === "garbage") return Buffer.from("no signature");
  const { noble } = Secp256k1;
  const signing = how === "another key" ? createKey("secp256k1").secret : secret;
  const { r, s } = noble.sign(digest.slice(2), signing.slice(2));
  return Buffer.from(new noble.Signature(r, how === "high s" ? noble.CURVE.n - s : s).toDERRawBytes());
}

function hexOf(encoded: string, encoding: "base64" | "base64url" = "base64"): Hex {
  return `0x${Buffer.from(encoded, encoding).toString("hex")}`;
}
