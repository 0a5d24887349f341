import { bytesToString, hexToBytes, isAddressEqual, type Hex } from "viem";
import * as z from "zod/mini";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import { ask, type Prompt } from "./demo-prompts.ts";
import type { DemoSigner } from "./demo-signer.ts";

/** What a page may ask of the demo wallet; each of these waits for the person. */

/** Error codes of EIP-1193 and EIP-3326. */
export const codes = { userRejected: 4001, unauthorized: 4100, unknownChain: 4902 };

export class ProviderError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = "ProviderError";
    this.code = code;
  }
}

export const hex = z.templateLiteral(["0x", z.string().check(z.regex(/^[0-9a-fA-F]*$/))]);

const sendParams = z.tuple(
  [z.object({ to: hex, value: z._default(hex, "0x0"), data: z.optional(hex) })],
  z.unknown(),
);
const signParams = z.tuple([hex, hex], z.unknown());
const watchParams = z.object({
  type: z.literal("ERC20"),
  options: z.object({ address: hex, symbol: z.string() }),
});

/** `eth_sendTransaction`. @throws {ProviderError} */
export async function send(chain: PublicChain, signer: DemoSigner, params: unknown): Promise<Hex> {
  const [{ to, value, data }] = sendParams.parse(params);
  const valueWei = BigInt(value);
  const recipient = isAddressEqual(to, chain.checkout) ? "Checkout" : null;
  const balanceWei = await signer.topUp();
  await confirm({ kind: "send", from: signer.address, to, recipient, valueWei, balanceWei });
  return signer.send({ to, value: valueWei, ...(data ? { data } : {}) });
}

/** `personal_sign`. @throws {ProviderError} */
export async function sign(signer: DemoSigner, params: unknown): Promise<Hex> {
  const [message] = signParams.parse(params);
  await confirm({ kind: "sign", from: signer.address, message: bytesToString(hexToBytes(message)) });
  return signer.sign(message);
}

/** `wallet_watchAsset` (EIP-747). @throws {ProviderError} */
export async function watch(params: unknown): Promise<true> {
  const { address, symbol } = watchParams.parse(params).options;
  await confirm({ kind: "watch", address, symbol });
  return true;
}

async function confirm(prompt: Prompt) {
  if (!(await ask(prompt))) throw new ProviderError(codes.userRejected, "The person rejected the request.");
}

const rpcResponse = z.union([
  z.object({ error: z.object({ code: z.number(), message: z.string() }) }),
  z.object({ result: z.unknown(), error: z.optional(z.undefined()) }),
]);

/** Everything that the chain's node answers by itself. @throws {ProviderError} */
export async function forward(rpcUrl: string, method: string, params: unknown): Promise<unknown> {
  const response = await fetch(rpcUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: params ?? [] }),
  });
  const body = rpcResponse.parse(await response.json());
  if (body.error) throw new ProviderError(body.error.code, body.error.message);
  return body.result;
}
