import type { BrowserContext } from "@playwright/test";
import {
  createTestClient,
  createWalletClient,
  http,
  parseEther,
  parseGwei,
  publicActions,
  type Address,
  type Hex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { z } from "zod";
import { testParts } from "./test-parts.ts";

const { rpcUrl } = testParts();
const PROMPTS = new Set([
  "eth_sendTransaction",
  "personal_sign",
  "wallet_switchEthereumChain",
  "wallet_addEthereumChain",
  "wallet_watchAsset",
]);
const USER_REJECTED = 4001;
const CHAIN_NOT_ADDED = 4902;

/** The chain itself, with its blocks in the test's hands. */
export const chain = createTestClient({
  mode: "hardhat",
  chain: hardhat,
  transport: http(rpcUrl),
  pollingInterval: 100,
}).extend(publicActions);

export async function holdBlocks(): Promise<void> {
  await chain.setIntervalMining({ interval: 0 });
}

export async function releaseBlocks(): Promise<void> {
  await chain.setIntervalMining({ interval: 1 });
}

/** Lets the chain's clock, by which refunds become due, run ahead. */
export async function passTime(seconds: number): Promise<void> {
  await chain.increaseTime({ seconds });
  await chain.mine({ blocks: 1 });
}

/** Makes gas cost about this much from the next block on, and with it every new price; empty blocks let it fall again. */
export async function raiseGasPrice(gwei: number): Promise<void> {
  await chain.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei(String(gwei)) });
  await chain.mine({ blocks: 1 });
}

const hex = z.templateLiteral(["0x", z.string()]);
/** EIP-3085. */
const addedChain = z.object({
  chainId: hex,
  chainName: z.string(),
  rpcUrls: z.array(z.string()),
  nativeCurrency: z.object({ name: z.string(), symbol: z.string(), decimals: z.number() }),
});
const transaction = z.object({ to: hex, value: hex.optional(), data: hex.optional() });

/** A person's wallet: its key stays in the test, and it signs for real what the page asks for. */
export class TestWallet {
  readonly account = privateKeyToAccount(generatePrivateKey());
  /** What the person does when asked. */
  rejects = false;
  /** Whether it takes tokens that it is asked to show; some wallets answer no without an error. */
  showsTokens = true;
  /** What the person was asked to agree to, by its EIP-1193 method. */
  readonly prompts: string[] = [];
  /** What was sent with the transactions that the person agreed to, in wei. */
  readonly sentWei: bigint[] = [];
  chainId: number = hardhat.id;
  /** Whether the wallet has heard of the local chain; else it has to be added first. */
  knowsChain = true;
  /** The network that it was asked to add. */
  added: z.output<typeof addedChain> | null = null;
  /** Resolves once the person unlocks it; until then it answers nobody who wants to connect. */
  unlocked: Promise<void> = Promise.resolve();
  /** What it reads from the chain it answers once this resolves, and not at all where this rejects. */
  readsAfter: Promise<void> = Promise.resolve();
  #isConnected = false;
  readonly client = createWalletClient({ account: this.account, chain: hardhat, transport: http(rpcUrl) });

  get address(): Address {
    return this.account.address;
  }

  async fund(wei = parseEther("10")): Promise<void> {
    await chain.setBalance({ address: this.address, value: wei });
  }

  /** What it takes before it can be used. */
  async prepare(): Promise<void> {
    await this.fund();
  }

  /** Gives the pages of this browser an EIP-6963 wallet. */
  async install(context: BrowserContext): Promise<void> {
    await this.prepare();
    await context.exposeFunction("walletRequest", (method: string, params: unknown[]) =>
      this.answer(method, params),
    );
    await context.addInitScript(announceWallet);
  }

  /** What it says to a page, by the numbers of EIP-1193 where it says no. */
  protected async answer(method: string, params: unknown[]): Promise<Answer> {
    try {
      return { result: await this.#handle(method, params) };
    } catch (error) {
      const code = error instanceof WalletRefusal ? error.code : -32603;
      return { error: { code, message: error instanceof Error ? error.message : String(error) } };
    }
  }

  async #handle(method: string, params: unknown[]): Promise<unknown> {
    if (PROMPTS.has(method)) this.prompts.push(method);
    switch (method) {
      case "eth_requestAccounts":
        await this.unlocked;
        this.#isConnected = true;
        return [this.address];
      case "eth_accounts":
        return this.#isConnected ? [this.address] : [];
      case "eth_chainId":
        return `0x${this.chainId.toString(16)}`;
      case "wallet_switchEthereumChain": {
        const [{ chainId }] = z.tuple([z.object({ chainId: z.string() })]).parse(params);
        if (this.rejects) throw new WalletRefusal(USER_REJECTED, "User rejected the request.");
        if (Number(chainId) !== hardhat.id || !this.knowsChain)
          throw new WalletRefusal(CHAIN_NOT_ADDED, "Unknown chain");
        this.chainId = hardhat.id;
        return null;
      }
      case "wallet_addEthereumChain": {
        // As wallets do, it changes to the network once the person has agreed to it.
        this.added = addedChain.parse(params[0]);
        this.knowsChain = true;
        this.chainId = hardhat.id;
        return null;
      }
      case "eth_sendTransaction":
        return this.#send(transaction.parse(params[0]));
      case "wallet_watchAsset":
        return this.showsTokens;
      default:
        return this.#forward(method, params);
    }
  }

  async #forward(method: string, params: unknown[]): Promise<unknown> {
    await this.readsAfter;
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    return z.object({ result: z.unknown() }).parse(await response.json()).result;
  }

  /** Has a transaction that the person has agreed to carried out. @returns what the wallet calls it by */
  protected async carryOut({ to, value, data }: { to: Address; value: bigint; data?: Hex }): Promise<Hex> {
    // As much as it takes: tests raise the price of gas while a transaction is on its way.
    return this.client.sendTransaction({ to, value, data, maxFeePerGas: parseGwei("1000") });
  }

  async #send({ to, value = "0x0", data }: z.output<typeof transaction>): Promise<Hex> {
    if (this.rejects) throw new WalletRefusal(USER_REJECTED, "User rejected the request.");
    if (this.chainId !== hardhat.id) throw new Error("The wallet is on another network.");
    this.sentWei.push(BigInt(value));
    return this.carryOut({ to, value: BigInt(value), data });
  }
}

class WalletRefusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

type Answer =
  | { result: unknown; error?: undefined }
  | { result?: undefined; error: { code: number; message: string } };

declare global {
  interface Window {
    /** The test's side of the wallet. */
    walletRequest: (method: string, params: unknown[]) => Promise<Answer>;
  }
}

/** Runs in the page. @see https://eips.ethereum.org/EIPS/eip-6963 */
function announceWallet(): void {
  const ask = window.walletRequest;
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const provider = {
    request: async ({ method, params = [] }: { method: string; params?: unknown[] }) => {
      const { result, error } = await ask(method, params);
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      if (method === "wallet_switchEthereumChain" || method === "wallet_addEthereumChain") {
        const { result: chainId } = await ask("eth_chainId", []);
        for (const listener of listeners.get("chainChanged") ?? []) listener(chainId);
      }
      return result;
    },
    on: (event: string, listener: (value: unknown) => void) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener: (event: string, listener: (value: unknown) => void) => {
      listeners.get(event)?.delete(listener);
    },
  };
  const info = {
    uuid: "0d6f0a3e-5c0a-4a51-9d7a-6f6a1f0b7f10",
    name: "Test Wallet",
    rdns: "test.wallet",
    icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
  };
  const announce = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}
