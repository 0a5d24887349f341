import "server-only";
import { createPublicKey } from "node:crypto";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { KeyProblem } from "./key-problem.ts";
import type { RemoteKey } from "./remote-key.ts";

const KEY_SPEC = "ECC_SECG_P256K1";

/**
 * A key that AWS KMS keeps. Region, credentials and endpoint are found as by any program of AWS; the region of a key's
 * ARN goes before.
 * @param keyId its id, its ARN, or an alias of it
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export function awsKmsKey(keyId: string): RemoteKey {
  const region = regionOf(keyId);
  const client = new KMSClient({ maxAttempts: 3, ...(region && { region }) });
  return {
    publicKey: async (abortSignal) => {
      await client.config.region().catch(() => {
        throw new KeyProblem("its region is not known; name the key by its ARN, or set AWS_REGION");
      });
      const { PublicKey, KeySpec } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }), {
        abortSignal,
      });
      if (KeySpec !== KEY_SPEC || !PublicKey) throw new KeyProblem(`its key spec is not ${KEY_SPEC}`);
      return createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
    },
    sign: async (digest, abortSignal) => {
      const command = new SignCommand({
        KeyId: keyId,
        Message: digest,
        MessageType: "DIGEST",
        SigningAlgorithm: "ECDSA_SHA_256",
      });
      const { Signature } = await client.send(command, { abortSignal });
      if (!Signature) throw new KeyProblem("AWS KMS answered without a signature");
      return Signature;
    },
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function regionOf(keyId: string): string | undefined {
  return keyId.startsWith("arn:") ? keyId.split(":")[3] : undefined;
}
