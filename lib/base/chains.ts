import "server-only";
import {
  BaseError,
  BlockNotFoundError,
  ContractFunctionZeroDataError,
  createPublicClient,
  HttpRequestError,
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
import { InvalidRequest } from "#lib/base/errors/request-errors.ts";
import { oneNode } from "#lib/base/node/one-node.ts";
import { watchReceipts, type ReceiptWatch } from "#lib/base/node/receipt-watch.ts";
import { severalNodes } from "#lib/shared/chain/several-nodes.ts";
import { InvalidEnvironment, type ChainEnv } from "./env.ts";
import type { Logger } from "./log.ts";

/** How often a local chain is asked for news, and any other one whose block time nobody has published. */
const LOCAL_POLLING_MS = 100;
const UNKNOWN_POLLING_MS = 1_000;
/** What a call may cost if no node answers: all of them in turn, or the only one twice. The lock is held no longer. */
const CALL_WAIT_MS = 10_000;
const LEAST_WAIT_MS = 2_000;

export type NodeClient = PublicClient<Transport, ViemChain>;

/** One configured chain: its nodes, and the Checkout that orders on it are paid to. */
export type Chain = {
  id: number;
  definition: ViemChain;
  /** Asks the nodes in turn. */
  client: NodeClient;
  /** Each node by itself, in the same order, for who must know which of them can do what. */
  nodes: readonly NodeClient[];
  /** One watch for all of the process who wait for a transaction on it. */
  receipts: ReceiptWatch;
  checkout: Address;
  serviceFeeWei: bigint;
  /** What one of its coins is worth, where that is fixed. */
  fixedRate: { perCoin: number; currency: string } | undefined;
  confirmations: number;
  /** The most that a transaction of the server's may offer for a unit of gas. */
  maxFeePerGas: bigint;
  /** What browsers talk to. The server's own node is never told to anyone. */
  publicRpcUrl: string;
};

/**
 * @param log told, once each, what its nodes don't take; nodes are named by their place in `RPC_URL`, which is secret
 * @throws {InvalidEnvironment} if viem knows no chain of this id, or no public node for it
 */
export function openChain(env: ChainEnv, log?: Logger): Chain {
  const definition = definitionOf(env.id);
  const publicRpcUrl = env.PUBLIC_RPC_URL ?? definition.rpcUrls.default.http[0];
  if (!publicRpcUrl)
    throw new InvalidEnvironment([`PUBLIC_RPC_URL_${env.id} is required: this chain has no public node`]);
  const nodes = openNodes(env, log);
  const settings = { chain: definition, cacheTime: 0, ...pollingOf(env, definition) };
  const transport = severalNodes(nodes, (index, err) =>
    log?.warn({ chainId: env.id, node: index + 1, err }, "node fails, the others are asked instead of it"),
  );
  const client: NodeClient = createPublicClient({ ...settings, transport });
  return {
    id: env.id,
    definition,
    client,
    nodes: nodes.map((node) => createPublicClient({ ...settings, transport: node })),
    receipts: watchReceipts(client, env.CONFIRMATIONS),
    checkout: env.CHECKOUT,
    serviceFeeWei: env.PRICE,
    fixedRate: env.FIAT_RATE,
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

/** How many of an account's transactions are in a block or before it. @param blockNumber by default the last */
export function minedNonces({ client }: Chain, address: Address, blockNumber?: bigint): Promise<number> {
  return client.getTransactionCount(
    blockNumber === undefined ? { address, blockTag: "latest" } : { address, blockNumber },
  );
}

/** When a block was made. */
export async function blockTime(chain: Chain, blockNumber: bigint): Promise<Date> {
  return fromSeconds((await chain.client.getBlock({ blockNumber })).timestamp);
}

/** Unix time, as the chain counts it, as a date. */
export function fromSeconds(seconds: bigint): Date {
  return new Date(Number(seconds) * 1000);
}

/**
 * Whether the node could not be reached or would not answer, rather than having refused what was asked. A block that it
 * does not have is one that it has not yet, or that a reorganisation has just removed; and so is a contract without code.
 */
export function isChainUnavailable(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk(
      (cause) =>
        cause instanceof BlockNotFoundError ||
        cause instanceof ContractFunctionZeroDataError ||
        cause instanceof HttpRequestError ||
        cause instanceof TimeoutError ||
        cause instanceof LimitExceededRpcError ||
        cause instanceof ResourceUnavailableRpcError ||
        cause instanceof RpcRequestError,
    ) !== null
  );
}

function openNodes({ id, RPC_URL, RPC_BATCH }: ChainEnv, log: Logger | undefined): Transport[] {
  const timeoutMs = Math.max(LEAST_WAIT_MS, CALL_WAIT_MS / Math.max(2, RPC_URL.length));
  return RPC_URL.map((url, index) =>
    oneNode({
      url,
      node: index + 1,
      chainId: id,
      batchSize: RPC_BATCH,
      timeoutMs,
      onBatchRefused: () =>
        log?.warn(
          { chainId: id, node: index + 1 },
          `node refuses batches of ${RPC_BATCH} calls, so it is asked one by one; RPC_BATCH_${id} may say how many it takes`,
        ),
    }),
  );
}

/** Only a chain on this machine may be asked ten times a second; of others viem asks twice in a block. */
function pollingOf({ id, RPC_URL }: ChainEnv, definition: ViemChain): { pollingInterval?: number } {
  if (definition.blockTime) return {};
  const isLocal = isLocalChain(id) && RPC_URL.every((url) => LOOPBACK.has(new URL(url).hostname));
  return { pollingInterval: isLocal ? LOCAL_POLLING_MS : UNKNOWN_POLLING_MS };
}

/** Whether a chain is one on somebody's own machine, which nobody else knows. */
export function isLocalChain(id: number): boolean {
  return LOCAL_IDS.has(id);
}

const LOCAL_IDS: ReadonlySet<number> = new Set([definitions.hardhat.id, definitions.localhost.id]);
const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

function definitionOf(id: number): ViemChain {
  // Several definitions share 31337, each by the name of a tool; people are told what it is.
  if (id === definitions.hardhat.id) return { ...definitions.hardhat, name: "Local demo chain" };
  const found = Object.values<ViemChain>(definitions).find((each) => each.id === id);
  if (!found)
    throw new InvalidEnvironment([`CHAIN_IDS names ${id}, which is not a chain that viem/chains knows`]);
  return found;
}
