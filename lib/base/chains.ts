import "server-only";
import {
  BaseError,
  createPublicClient,
  HttpRequestError,
  http,
  LimitExceededRpcError,
  ResourceUnavailableRpcError,
  RpcRequestError,
  TimeoutError,
  type Address,
  type Chain as ViemChain,
  type PublicClient,
  type Transport,
} from "viem";
import * as definitions from "viem/chains";
import { InvalidEnvironment, type ChainEnv } from "./env.ts";
import { InvalidRequest } from "./errors.ts";

/** How often a chain without a published block time, such as a local node, is asked for news. */
const LOCAL_POLLING_MS = 100;
/** With one retry a hanging node costs a request twice this, and the lock is held no longer. */
const REQUEST_TIMEOUT_MS = 5_000;

/** One configured chain: its node, and the Checkout that orders on it are paid to. */
export type Chain = {
  id: number;
  definition: ViemChain;
  client: PublicClient<Transport, ViemChain>;
  checkout: Address;
  serviceFeeWei: bigint;
  confirmations: number;
  /** The most that a transaction of the server's may offer for a unit of gas. */
  maxFeePerGas: bigint;
  /** What browsers talk to. The server's own node is never told to anyone. */
  publicRpcUrl: string;
};

/** @throws {InvalidEnvironment} if viem knows no chain of this id, or no public node for it */
export function openChain(env: ChainEnv): Chain {
  const definition = definitionOf(env.id);
  const publicRpcUrl = env.PUBLIC_RPC_URL ?? definition.rpcUrls.default.http[0];
  if (!publicRpcUrl)
    throw new InvalidEnvironment([`PUBLIC_RPC_URL_${env.id} is required: this chain has no public node`]);
  return {
    id: env.id,
    definition,
    client: createPublicClient({
      chain: definition,
      transport: http(env.RPC_URL, {
        batch: env.RPC_BATCH > 1 && { batchSize: env.RPC_BATCH },
        timeout: REQUEST_TIMEOUT_MS,
        retryCount: 1,
        fetchFn: fetchWithoutRetryAfter,
      }),
      cacheTime: 0,
      ...(definition.blockTime ? {} : { pollingInterval: LOCAL_POLLING_MS }),
    }),
    checkout: env.CHECKOUT,
    serviceFeeWei: env.PRICE,
    confirmations: env.CONFIRMATIONS,
    maxFeePerGas: env.MAX_FEE_GWEI,
    publicRpcUrl,
  };
}

/**
 * The chain that a request means.
 * @param id may be left out where one chain is configured
 * @throws {InvalidRequest} if the chain is not configured, or not said where there are several
 */
export function chainOf(chains: readonly Chain[], id: number | undefined): Chain {
  const chain = id === undefined && chains.length === 1 ? chains[0] : chains.find((each) => each.id === id);
  if (chain) return chain;
  const known = chains.map((each) => each.id).join(", ");
  throw new InvalidRequest([
    {
      path: "chainId",
      message:
        id === undefined ? `Say which chain: ${known}.` : `This server has no chain ${id}, only ${known}.`,
    },
  ]);
}

/** How many of an account's transactions are in a block, which is the first nonce that is free. */
export function minedNonces({ client }: Chain, address: Address): Promise<number> {
  return client.getTransactionCount({ address, blockTag: "latest" });
}

/** When a block was made. */
export async function blockTime(chain: Chain, blockNumber: bigint): Promise<Date> {
  return fromSeconds((await chain.client.getBlock({ blockNumber })).timestamp);
}

/** Unix time, as the chain counts it, as a date. */
export function fromSeconds(seconds: bigint): Date {
  return new Date(Number(seconds) * 1000);
}

/** Whether the node could not be reached or would not answer, rather than having refused what was asked. */
export function isChainUnavailable(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk(
      (cause) =>
        cause instanceof HttpRequestError ||
        cause instanceof TimeoutError ||
        cause instanceof LimitExceededRpcError ||
        cause instanceof ResourceUnavailableRpcError ||
        cause instanceof RpcRequestError,
    ) !== null
  );
}

/** The client would wait for as long as a node tells it to, be it an hour. How long to wait is ours to say. */
async function fetchWithoutRetryAfter(...request: Parameters<typeof fetch>): Promise<Response> {
  const { body, status, statusText, headers } = await fetch(...request);
  const kept = new Headers(headers);
  kept.delete("Retry-After");
  return new Response(body, { status, statusText, headers: kept });
}

function definitionOf(id: number): ViemChain {
  // Several definitions share 31337; Hardhat's names what runs there.
  if (id === definitions.hardhat.id) return definitions.hardhat;
  const found = Object.values<ViemChain>(definitions).find((each) => each.id === id);
  if (!found)
    throw new InvalidEnvironment([`CHAIN_IDS names ${id}, which is not a chain that viem/chains knows`]);
  return found;
}
