import type { Page } from "@playwright/test";
import type { Address, Hex } from "viem";
import { tokenAbi } from "#lib/shared/abi.ts";
import { chain } from "../browser/browser-chain.ts";
import { type TestWallet } from "../browser/browser-wallet.ts";
import { addressOf, connect, expect, expectStatus, fetchOrder, pay, test } from "../browser/fixtures.ts";

/**
 * The creation code of a contract that agrees to every call, as ERC-1363 asks for it: by returning the selector that it
 * was called with. Its first line returns the second, which is the contract: it loads the first word of the call, clears
 * all but the selector by shifting right and left by 224 bits, and returns that word.
 */
const agreeable: Hex = `0x${["601180600b6000396000f3", "60003560e01c60e01b60005260206000f3"].join("")}`;

test("what the form offers is what the token can do: votes, callbacks and a cap", async ({ person }) => {
  const { page, wallet } = await person();
  await page.goto("/");
  await connect(page);
  await fill(page, { Name: "Assembly Coin", Symbol: "ASM", Supply: "1000" });
  await page.getByLabel(/^Mintable/).check();
  await page.getByLabel(/^Cap/).fill("2000");
  await page.getByLabel(/^Votes/).check();
  await page.getByLabel(/^Callbacks/).check();
  await expectAbilities(page);
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/tokens\/0x/);
  await expectAbilities(page);
  await pay(page);
  await expectStatus(page, "deployed");
  await expect(page.getByText("read back from the chain: the same")).toBeVisible();

  const address = addressOf(page);
  expect((await fetchOrder(page, address)).features).toMatchObject({
    mintable: true,
    votes: true,
    callbacks: true,
    burnable: false,
  });
  await expectVotes(address, wallet);
  await expectCallbacks(address, wallet);
});

test("a supply that votes can't count is refused under its field until votes are left out", async ({
  person,
}) => {
  const { page } = await person();
  await page.goto("/");
  const supply = page.getByLabel("Supply");
  await fill(page, { Supply: String(10n ** 45n) });
  await expect(supply).not.toHaveAttribute("aria-invalid", "true");
  await page.getByLabel(/^Votes/).check();
  await expect(supply).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText(/more than a token with votes can count: 4113\d+ at most/)).toBeVisible();
  await page.getByLabel(/^Votes/).uncheck();
  await expect(supply).not.toHaveAttribute("aria-invalid", "true");
});

async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
}

async function expectAbilities(page: Page): Promise<void> {
  const abilities = page.getByTestId("receipt").getByRole("listitem");
  for (const ability of [
    "CAN NOTbe burned",
    "CANbe minted by its owner, up to 2,000",
    "CAN NOTbe paused or frozen",
    "CANbe voted with, by whoever holds it",
    "CANcall the contract that it is sent to",
  ])
    await expect(abilities.filter({ hasText: ability })).toBeVisible();
}

async function expectVotes(address: Address, wallet: TestWallet): Promise<void> {
  const token = { address, abi: tokenAbi } as const;
  const weight = 10n ** 21n;
  expect(await chain.readContract({ ...token, functionName: "getVotes", args: [wallet.address] })).toBe(0n);
  await mined(wallet.client.writeContract({ ...token, functionName: "delegate", args: [wallet.address] }));
  await chain.mine({ blocks: 1 });
  const now = await chain.readContract({ ...token, functionName: "clock" });
  const past = [wallet.address, BigInt(now) - 1n] as const;
  expect(await chain.readContract({ ...token, functionName: "getPastVotes", args: past })).toBe(weight);
}

async function expectCallbacks(address: Address, wallet: TestWallet): Promise<void> {
  const token = { address, abi: tokenAbi } as const;
  const receipt = await mined(wallet.client.deployContract({ abi: [], bytecode: agreeable }));
  const receiver = receipt.contractAddress ?? "0x";
  const sent = await mined(
    wallet.client.writeContract({ ...token, functionName: "transferAndCall", args: [receiver, 5n] }),
  );
  expect(sent.status).toBe("success");
  expect(await chain.readContract({ ...token, functionName: "balanceOf", args: [receiver] })).toBe(5n);
  const toAPerson = chain.simulateContract({
    ...token,
    functionName: "transferAndCall",
    args: ["0x70997970C51812dc3A010C7d01b50e0d17dc79C8", 5n],
    account: wallet.address,
  });
  await expect(toAPerson).rejects.toThrow("ERC1363InvalidReceiver");
}

async function mined(sending: Promise<Hex>) {
  return chain.waitForTransactionReceipt({ hash: await sending });
}
