import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a header `Authorization: Bearer` holds a secret; of a wrong one the time says nothing. */
export function hasBearer(authorization: string | null | undefined, secret: string): boolean {
  const given = authorization?.match(/^Bearer (.+)$/i)?.[1] ?? "";
  // Hashes are of one length, and comparing them takes one time.
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}
