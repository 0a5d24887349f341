import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { encodeFunctionData, zeroAddress, zeroHash, type Address, type Block } from "viem";
import type { Chain, NodeClient } from "#lib/base/chains.ts";
import type { Logger } from "#lib/base/log.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";

/** How long what is known of the nodes holds for who takes orders; a call that fails then is told to whoever asked. */
const KNOWN_FOR_MS = 10_000;
/** A node that takes longer than this, for all that is asked of it here, does not answer. */
const CHECK_WAIT_MS = 8_000;
/** How far back events are asked for: every node takes so few blocks. */
const FEW_BLOCKS = 4n;

type Asked = { client: NodeClient; checkout: Address; head: Block<bigint, false, "latest"> };

/** All that following, signing and delivering ask of a node, but for the sending itself, each by a harmless call. */
const abilities: [name: string, ask: (asked: Asked) => Promise<unknown>][] = [
  [
    "eth_getLogs",
    ({ client, checkout, head }) =>
      client.getLogs({
        address: checkout,
        fromBlock: head.number > FEW_BLOCKS ? head.number - FEW_BLOCKS : 0n,
        toBlock: head.number,
      }),
  ],
  // From whomever the node likes: not everybody could pay for the data of a call on a chain below.
  ["eth_estimateGas", ({ client }) => client.estimateGas({ to: zeroAddress })],
  ["eth_getTransactionCount", ({ client }) => client.getTransactionCount({ address: zeroAddress })],
  ["eth_getBalance", ({ client }) => client.getBalance({ address: zeroAddress })],
  [
    "eth_call at a block's number",
    ({ client, checkout, head }) =>
      client.call({
        to: checkout,
        data: encodeFunctionData({ abi: checkoutAbi, functionName: "refundDelay" }),
        blockNumber: head.number,
      }),
  ],
  ["eth_getBlockByNumber", ({ client, head }) => client.getBlock({ blockNumber: head.number })],
  [
    "eth_getTransactionReceipt",
    ({ client }) => client.request({ method: "eth_getTransactionReceipt", params: [zeroHash] }),
  ],
  [
    "eth_getTransactionByHash",
    ({ client }) => client.request({ method: "eth_getTransactionByHash", params: [zeroHash] }),
  ],
  ["eth_gasPrice", ({ client }) => client.getGasPrice()],
  [
    "eth_maxPriorityFeePerGas",
    async ({ client, head }) => head.baseFeePerGas !== null && client.estimateMaxPriorityFeePerGas(),
  ],
];

/** What a node lacks, in words that go after its name, and the error that said so. */
type Lack = { lack: string; reason?: unknown };
/** What is wrong with a node; `isUsable` if it is of use for all else. */
type Finding = { isUsable: boolean; lacks: Lack[] };

/** What a chain's nodes can't do: `problem` if it keeps orders from being delivered, and all there is to say of each. */
export type NodeReport = { problem: string | null; remarks: { sentence: string; reason: unknown }[] };

/**
 * Why orders on a chain could not be delivered now for its nodes' sake, in one sentence for the operator; null if they
 * could. Several who ask share one check; it ends in bounded time, and holds for ten seconds.
 */
export async function nodeProblem(chain: Chain): Promise<string | null> {
  return (await reportNodes(chain, KNOWN_FOR_MS)).problem;
}

const reports = new WeakMap<NodeClient, { at: number; report: Promise<NodeReport> }>();

/** @param maxAgeMs how old what is known may be; what is being asked already is always waited for */
export function reportNodes(chain: Chain, maxAgeMs: number): Promise<NodeReport> {
  const known = reports.get(chain.client);
  if (known && Date.now() - known.at < maxAgeMs) return known.report;
  const asked = { at: Number.POSITIVE_INFINITY, report: checkNodes(chain) };
  reports.set(chain.client, asked);
  void asked.report.then(() => (asked.at = Date.now()));
  return asked.report;
}

/** Says in the log what the nodes of each chain can't do. */
export async function logNodes(chains: readonly Chain[], log: Logger): Promise<void> {
  const each = async (chain: Chain) => {
    for (const { sentence, reason } of (await reportNodes(chain, KNOWN_FOR_MS)).remarks)
      log.warn({ chainId: chain.id, err: reason }, sentence);
  };
  await Promise.all(chains.map(each));
}

async function checkNodes({ id, checkout, nodes }: Chain): Promise<NodeReport> {
  const findings = await Promise.all(nodes.map((client) => checkNode(client, id, checkout)));
  const remarks = findings.flatMap(({ isUsable, lacks }, index) =>
    lacks.map(({ lack, reason }) => ({
      sentence: `${nodes.length === 1 ? "The node" : `Node ${index + 1}`} ${lack}.`,
      reason,
      isCommon: !isUsable || findings.every((other) => !other.isUsable || hasLack(other, lack)),
    })),
  );
  const isServed = findings.some(
    ({ isUsable, lacks }) =>
      isUsable &&
      lacks.every(({ lack }) => findings.some((other) => other.isUsable && !hasLack(other, lack))),
  );
  const common = remarks.filter(({ isCommon }) => isCommon).map(({ sentence }) => sentence);
  return { problem: isServed ? null : common.join(" "), remarks };
}

/** What one node lacks another one may have, if it is of use at all. */
function hasLack({ lacks }: Finding, lack: string): boolean {
  return lacks.some((other) => other.lack === lack);
}

async function checkNode(client: NodeClient, id: number, checkout: Address): Promise<Finding> {
  const ending = new AbortController();
  const late = delay(CHECK_WAIT_MS, undefined, { signal: ending.signal, ref: false }).then(() => {
    throw new Error("It took too long.");
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([late, askNode(client, id, checkout)]);
  } catch (error) {
    return { isUsable: false, lacks: [{ lack: "does not answer", reason: error }] };
  } finally {
    ending.abort();
  }
}

async function askNode(client: NodeClient, id: number, checkout: Address): Promise<Finding> {
  const served = await client.getChainId();
  if (served !== id) return { isUsable: false, lacks: [{ lack: `serves chain ${served}` }] };
  const [head, code] = await Promise.all([client.getBlock(), client.getCode({ address: checkout })]);
  if (!code) return { isUsable: true, lacks: [{ lack: `knows no Checkout at ${checkout}` }] };
  const answers = await Promise.allSettled(abilities.map(([, ask]) => ask({ client, checkout, head })));
  const lacks = abilities.flatMap(([name], index) => {
    const answer = answers[index];
    return answer?.status === "rejected"
      ? [{ lack: `does not answer ${name}`, reason: answer.reason as unknown }]
      : [];
  });
  return { isUsable: true, lacks };
}
