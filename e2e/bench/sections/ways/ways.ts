import { randomBytes } from "node:crypto";
import { createWalletClient, http, parseEther, publicActions, type Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { z } from "zod";
import { chainClient, prepareChain, startChain } from "#lib/local/chain.ts";
import { createDatabase } from "#lib/local/postgres.ts";
import type { Keep } from "#lib/local/process.ts";
import { serverEnv, startServer } from "#lib/local/server.ts";
import { checkoutAbi, tokenAbi } from "#lib/shared/abi.ts";
import { evmAddress } from "#lib/shared/address.ts";
import { inTurn } from "../../measure/in-turn.ts";
import { rowOf } from "../../measure/rows.ts";
import type { Measurement, Setting } from "../../measure/section.ts";
import { usageOf, usageOptions, type Usage } from "../../measure/usage.ts";
import { ignitionWay, scriptWay, type Token } from "./hardhat-project.ts";

const REFUND_DELAY_SECONDS = 3_600;
const coin = { name: "My Token", symbol: "MTK", decimals: 18 };
const SUPPLY = "1000000";

type Deployed = Usage & { ms: number; address: Address };

/** What one deploy takes of a server that runs Hardhat for it, and of ours. */
export const ways: Measurement = {
  name: "ways",
  title: "One deploy, by three ways",
  run: async (keep, setting) => {
    const { rpcUrl } = keep(await startChain({ blockTimeMs: 0 }));
    const { account, privateKey, client } = await openWallet(rpcUrl);
    const network = { rpcUrl, privateKey };
    const [byScript, byIgnition] = [scriptWay(keep, network), ignitionWay(keep, network)];
    const server = await openServer(keep, setting, rpcUrl);
    const token: Token = { ...coin, supplyUnits: String(parseEther(SUPPLY)), owner: account.address };
    const checked = async (deploy: Promise<Deployed>) => {
      const deployed = await deploy;
      await requireToken(client, deployed.address, token);
      return deployed;
    };
    const works = {
      script: () => checked(byScript(token)),
      ignition: () => checked(byIgnition(token)),
      ours: async () => checked(server.deploy(await server.placeAndPay(token, client))),
    };
    // The first of each compiles, or answers its first request.
    await inTurn(1, works);
    const samples = await inTurn(setting.isQuick ? 1 : 9, works);
    return {
      rows: [
        ...rowsOf("a script, written and run with hardhat run", samples.script),
        ...rowsOf("a module, written and run with hardhat ignition deploy", samples.ignition),
        ...rowsOf("ours, asked over HTTP", samples.ours),
      ],
      claims: [],
      notes: [
        "The same contract, compiled before, on the same chain, which makes a block for each transaction. Hardhat's processes are counted from their start to their end, ours is the server's over one request; its memory is all that the server ever had, and serves all requests.",
        "Ours is asked for an order that is placed and paid: it delivers, reads the token back and records it. Neither the database's work nor the node's is counted.",
      ],
    };
  },
};

function rowsOf(label: string, all: Deployed[]) {
  return [
    rowOf(
      `${label}: time`,
      "ms",
      all.map(({ ms }) => ms),
    ),
    rowOf(
      `${label}: processor`,
      "s",
      all.map(({ cpuSeconds }) => cpuSeconds),
    ),
    rowOf(
      `${label}: peak memory`,
      "MiB",
      all.map(({ peakMiB }) => peakMiB),
    ),
  ];
}

type Wallet = Awaited<ReturnType<typeof openWallet>>["client"];

async function openWallet(rpcUrl: string) {
  const privateKey = generatePrivateKey();
  const account = privateKeyToAccount(privateKey);
  await chainClient(rpcUrl).setBalance({ address: account.address, value: parseEther("10000") });
  const settings = { account, chain: hardhat, transport: http(rpcUrl), pollingInterval: 50, cacheTime: 0 };
  return { account, privateKey, client: createWalletClient(settings).extend(publicActions) };
}

const placed = z.object({
  address: evmAddress,
  checkout: evmAddress,
  price: z.string().transform(BigInt),
});

async function openServer(keep: Keep, { postgresUrl }: Setting, rpcUrl: string) {
  const database = keep(await createDatabase(postgresUrl, `bench_${randomBytes(4).toString("hex")}`));
  const chain = await prepareChain(rpcUrl, REFUND_DELAY_SECONDS);
  const env = { ...serverEnv({ databaseUrl: database.url, rpcUrl, ...chain }), LOG_LEVEL: "silent" };
  // What it does by itself would be counted too.
  const quiet = { ...env, SWEEP_INTERVAL_MS: "0", NODE_OPTIONS: usageOptions };
  const { url, child } = keep(await startServer("start", quiet));

  const post = async (path: string, body: object) => {
    const response = await fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const placeAndPay = async ({ name, symbol, decimals, owner }: Token, wallet: Wallet) => {
    const body = { name, symbol, decimals, supply: SUPPLY, owner, deployer: owner };
    const { address, checkout, price } = placed.parse(await post("/api/tokens", body));
    const payment = { address: checkout, abi: checkoutAbi, functionName: "pay", args: [address] } as const;
    const hash = await wallet.writeContract({ ...payment, value: price });
    await wallet.waitForTransactionReceipt({ hash });
    return address;
  };
  const deploy = async (address: Address): Promise<Deployed> => {
    const before = await usageOf(child);
    const startedAt = performance.now();
    await post("/api/deploy", { token: address });
    const ms = performance.now() - startedAt;
    const after = await usageOf(child);
    return { ms, address, cpuSeconds: after.cpuSeconds - before.cpuSeconds, peakMiB: after.peakMiB };
  };
  return { placeAndPay, deploy };
}

/** @throws if this is not what was to be deployed */
async function requireToken(
  wallet: Wallet,
  address: Address,
  { name, owner, supplyUnits }: Token,
): Promise<void> {
  const contract = { address, abi: tokenAbi } as const;
  const [madeName, balance] = await Promise.all([
    wallet.readContract({ ...contract, functionName: "name" }),
    wallet.readContract({ ...contract, functionName: "balanceOf", args: [owner] }),
  ]);
  if (madeName !== name || String(balance) !== supplyUnits) throw new Error(`${address} is another token.`);
}
