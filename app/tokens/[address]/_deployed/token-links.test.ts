import { expect, test } from "vitest";
import { logoUrl, poolUrl, sourceUrl } from "./token-links.ts";

const token = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

test("an explorer's own page takes the source, where it is known how", () => {
  expect(sourceUrl("https://etherscan.io", token)).toBe(`https://etherscan.io/verifyContract?a=${token}`);
  expect(sourceUrl("https://sepolia.basescan.org/", token)).toBe(
    `https://sepolia.basescan.org/verifyContract?a=${token}`,
  );
  expect(sourceUrl("https://eth.blockscout.com", token)).toBe(
    `https://eth.blockscout.com/address/${token}/contract-verification`,
  );
  expect(sourceUrl("https://notetherscan.io.example", token)).toBeNull();
  expect(sourceUrl(null, token)).toBeNull();
});

test("links to pools and logos are given for chains that are known, and for no others", () => {
  expect(poolUrl(8453, token)).toContain(`currencyB=${token}&chain=base`);
  expect(poolUrl(31337, token)).toBeNull();
  expect(logoUrl("https://arbiscan.io", token)).toBe(`https://arbiscan.io/tokenupdate/${token}`);
  expect(logoUrl("https://eth.blockscout.com", token)).toBeNull();
});
