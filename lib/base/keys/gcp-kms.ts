import "server-only";
import { createPublicKey } from "node:crypto";
import { GoogleAuth } from "google-auth-library";
import { z } from "zod";
import { KeyProblem } from "./key-problem.ts";
import type { RemoteKey } from "./remote-key.ts";

const SCOPE = "https://www.googleapis.com/auth/cloudkms";
const ALGORITHM = "EC_SIGN_SECP256K1_SHA256";

const publicKey = z.object({ pem: z.string(), algorithm: z.string() });
const signed = z.object({ signature: z.base64() });

/**
 * A key that Google Cloud KMS keeps. Credentials are found as by any program of Google's.
 * @param version the resource name of a version of it
 * @param endpoint where the service is
 * @see https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys.cryptoKeyVersions
 */
export function gcpKmsKey(version: string, endpoint: string): RemoteKey {
  const auth = new GoogleAuth({ scopes: [SCOPE] });
  const url = new URL(`v1/${version}`, endpoint).href;
  return {
    publicKey: async (signal) => {
      const { data } = await auth.request({ url: `${url}/publicKey`, signal });
      const { pem, algorithm } = publicKey.parse(data);
      if (algorithm !== ALGORITHM) throw new KeyProblem(`its algorithm is not ${ALGORITHM}`);
      return createPublicKey(pem);
    },
    sign: async (digest, signal) => {
      const body = { digest: { sha256: Buffer.from(digest).toString("base64") } };
      const { data } = await auth.request({
        url: `${url}:asymmetricSign`,
        method: "POST",
        data: body,
        signal,
      });
      return Buffer.from(signed.parse(data).signature, "base64");
    },
  };
}
