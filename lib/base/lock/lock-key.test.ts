import { expect, test } from "vitest";
import { deployerLock, GLOBAL_LOCK, laneLock, lockKey, tokenLock } from "./lock-key.ts";

test("keys are the first eight bytes of the name's SHA-256 as a signed bigint", () => {
  // printf %s token-deployment-global | sha256sum
  expect(lockKey(GLOBAL_LOCK)).toBe(BigInt.asIntN(64, 0x509099cc0e90d4fbn));
  expect(lockKey("a")).toBe(BigInt.asIntN(64, 0xca978112ca1bbdcan));
});

test("a wallet or token has one lock however its address is written", () => {
  const address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
  expect(deployerLock(address)).toBe("token-deployment-0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
  expect(tokenLock(address)).toBe("token-deployment-0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
  expect(deployerLock(address)).not.toBe(laneLock(1, address));
});
