import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { prepareChain } from "#lib/local/chain.ts";
import { createDatabase } from "#lib/local/postgres.ts";
import { serverEnv, startServer } from "#lib/local/server.ts";
import { startVerifier } from "#lib/testing/verifier/verifier-server.ts";
import { expect, expectStatus, fetchOrder, pay, placeOrder, test as base } from "../browser/fixtures.ts";
import { testParts } from "../browser/test-parts.ts";

/** A server of its own, which hands sources to a verifier on this machine that compiles them. */
const test = base.extend<{ publishing: Awaited<ReturnType<typeof startPublishing>> }>({
  publishing: async ({ databaseUrl }, use) => {
    const publishing = await startPublishing(databaseUrl);
    await use(publishing);
    await publishing.stop();
  },
});

test("a token's page tells when its source is published, and offers to hand it in by hand", async ({
  person,
  publishing: { url, verifier },
}) => {
  test.setTimeout(240_000);
  const { page } = await person({ baseURL: url });
  let isHeld = true;
  verifier.interfere = ({ method }, response) => {
    if (!isHeld || method === "POST") return false;
    response.end(JSON.stringify({ isJobCompleted: false, contract: { match: null } }));
    return true;
  };
  const address = await placeOrder(page, { name: "Open Coin", symbol: "OPEN", supply: "1000" });
  await pay(page);
  await expectStatus(page, "deployed");
  const section = page.getByRole("region", { name: "Source code" });
  await expect(section.getByText("Sourcify is being given it")).toBeVisible();
  isHeld = false;
  await expect(section.getByText("Published at Sourcify")).toBeVisible({ timeout: 150_000 });
  const link = section.getByRole("link", { name: "Sourcify" });
  await expect(link).toHaveAttribute("href", `${verifier.url}/repo-ui/31337/${address}`);

  await section.getByRole("button", { name: "Hand it in yourself" }).click();
  const saved = page.waitForEvent("download");
  await section.getByRole("button", { name: "Download standard JSON" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe("Token.standard-input.json");
  const input = z
    .object({ language: z.string(), sources: z.record(z.string(), z.object({ content: z.string() })) })
    .parse(JSON.parse(await readFile(await file.path(), "utf8")));
  expect(Object.keys(input.sources)[0]).toBe("project/contracts/token/Token.sol");
  await expect(section).toContainText("v0.8.37+commit");
  await expect(section).toContainText("MIT");
  const shown = await section.getByRole("region", { name: "Constructor arguments" }).textContent();
  const order = await fetchOrder(page, address);
  expect(order.initcode?.endsWith(shown ?? "none")).toBe(true);
  expect(order.publications).toMatchObject([{ verifier: "sourcify", state: "published" }]);
  // Who comes later is shown it at once.
  await page.reload();
  await expect(section.getByText("Published at Sourcify")).toBeVisible();
});

async function startPublishing(databaseUrl: string) {
  const { rpcUrl } = testParts();
  const verifier = await startVerifier(rpcUrl);
  const database = await createDatabase(databaseUrl, `publication_${randomBytes(4).toString("hex")}`);
  const server = await startServer("start", {
    ...serverEnv({ databaseUrl: database.url, rpcUrl, ...(await prepareChain(rpcUrl, 3_600)) }),
    // What this test runs with is not the server's.
    NODE_OPTIONS: "",
    SOURCIFY_URL: verifier.url,
    SWEEP_INTERVAL_MS: "500",
  });
  return {
    url: server.url,
    verifier,
    stop: async () => {
      await server.stop();
      verifier.stop();
      await database.stop();
    },
  };
}
