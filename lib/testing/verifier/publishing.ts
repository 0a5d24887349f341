import type { ServerResponse } from "node:http";
import { sql } from "drizzle-orm";
import { inject, onTestFinished, expect } from "vitest";
import { chainOf } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { publications } from "#lib/base/side-tables.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { bodyFor, createTestContext, createWallet, pay } from "#lib/testing/test-context.ts";
import { startVerifier, type VerifierServer } from "./verifier-server.ts";
import { publishSources } from "#lib/publish/publish-sources.ts";
import { publicationsOf } from "#lib/publish/read.ts";

export const never = new AbortController().signal;
/** The compiler takes seconds, on a machine that has nothing else to do. */
export const MOST_MS = 150_000;

export const pending = { state: "pending", url: null, reason: null } as const;

export async function startTestVerifier(): Promise<VerifierServer> {
  const verifier = await startVerifier(inject("rpcUrl"));
  onTestFinished(verifier.stop);
  return verifier;
}

export async function withSourcify() {
  const verifier = await startTestVerifier();
  return { verifier, context: await createTestContext({ SOURCIFY_URL: verifier.url }) };
}

export async function deployed(context: Context, overrides: Record<string, unknown> = {}): Promise<OrderRow> {
  const wallet = await createWallet();
  const { order } = await placeOrder(context, bodyFor(wallet.account.address, overrides));
  await pay(wallet, toOrder(order));
  return (await deploy(context, order)).order;
}

export function publishRound(context: Context) {
  return publishSources(context, chainOf(context.chains, undefined), never);
}

export async function publicationOf(context: Context, order: OrderRow) {
  const [publication, ...others] = (await publicationsOf(context, order)) ?? [];
  expect(others).toEqual([]);
  if (!publication) throw new Error("nothing is known of its source");
  return publication;
}

/** As if all that is waited for between two attempts were over. */
export async function makeDue({ database }: Context): Promise<void> {
  await database.update(publications).set({ dueAt: sql`now()` });
}

export async function untilEnded(context: Context, order: OrderRow): Promise<void> {
  const state = async () => {
    await makeDue(context);
    await publishRound(context);
    return (await publicationOf(context, order)).state;
  };
  await expect.poll(state, { timeout: MOST_MS, interval: 300 }).not.toBe("pending");
}

export function accept(response: ServerResponse): boolean {
  return json(response, 202, { verificationId: "11111111-1111-4111-8111-111111111111" });
}

export function problem(response: ServerResponse, status: number, customCode: string): boolean {
  return json(response, status, { customCode, message: `It is ${customCode}.`, errorId: "1" });
}

export function json(response: ServerResponse, status: number, body: object): boolean {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  return true;
}
