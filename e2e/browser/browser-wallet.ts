import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import {
  createWalletClient,
  http,
  isAddressEqual,
  parseEther,
  parseGwei,
  type Address,
  type Hex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { z } from "zod";
import { announceWallet, type Answer } from "./announce-wallet.ts";
import { chain } from "./browser-chain.ts";
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

const hex = z.templateLiteral(["0x", z.string()]);
/** EIP-3085. */
const addedChain = z.object({
  chainId: hex,
  chainName: z.string(),
  rpcUrls: z.array(z.string()),
  nativeCurrency: z.object({ name: z.string(), symbol: z.string(), decimals: z.number() }),
});
const transaction = z.object({ from: hex, to: hex, value: hex.optional(), data: hex.optional() });

/** What a page has it send. */
export type Sent = { from: Address; to: Address; value: bigint; data?: Hex | undefined };

/** A person's wallet: its key stays in the test, and it signs for real what the page asks for. */
export class TestWallet {
  readonly name: string;
  /** The one in use. */
  account: PrivateKeyAccount = privateKeyToAccount(generatePrivateKey());
  /** Those that were in use before, which pages may use as well. */
  #others: PrivateKeyAccount[] = [];
  /** What the person does when asked. */
  rejects = false;
  /** Resolves once the person has made up their mind about what they are asked. */
  decidesAfter: Promise<void> = Promise.resolve();
  /** Whether it takes tokens that it is asked to show; some wallets answer no without an error. */
  showsTokens = true;
  /** What the person was asked to agree to, by its EIP-1193 method. */
  readonly prompts: string[] = [];
  /** What was sent with the transactions that the person agreed to, in wei. */
  readonly sentWei: bigint[] = [];
  chainId: number = hardhat.id;
  /** Whether the wallet has heard of the local chain; else it has to be added first. */
  knowsChain = true;
  /** Whether it can add a network that it does not know. */
  addsChains = true;
  /** Whether it is on another network once it has said so. */
  changesChain = true;
  /** The network that it was asked to add. */
  added: z.output<typeof addedChain> | null = null;
  /** Resolves once the person unlocks it; until then it answers nobody who wants to connect. */
  unlocked: Promise<void> = Promise.resolve();
  /** It answers nothing at all before this resolves. */
  awake: Promise<void> = Promise.resolve();
  /** What it reads from the chain it answers once this resolves, and not at all where this rejects. */
  readsAfter: Promise<void> = Promise.resolve();
  #isConnected = false;

  constructor(name = "Test Wallet") {
    this.name = name;
  }

  get address(): Address {
    return this.account.address;
  }

  get client() {
    return createWalletClient({ account: this.account, chain: hardhat, transport: http(rpcUrl) });
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
    const rdns = this.#rdns;
    await context.exposeFunction(`ask:${rdns}`, (method: string, params: unknown[]) =>
      this.answer(method, params),
    );
    await context.addInitScript(announceWallet, { name: this.name, rdns, uuid: randomUUID() });
  }

  /** The person goes over to another account of theirs, and the page hears of it. */
  async changeAccount(page: Page, account = privateKeyToAccount(generatePrivateKey())): Promise<void> {
    this.#others = [this.account, ...this.#others].filter((each) => each !== account);
    this.account = account;
    await this.#tellAccounts(page, this.#addresses);
  }

  /** The person takes back in the wallet what they have allowed this site. */
  async revoke(page: Page): Promise<void> {
    await this.#tellAccounts(page, []);
  }

  async #tellAccounts(page: Page, accounts: readonly Address[]): Promise<void> {
    await page.evaluate((told) => window[`tell:${told.rdns}`]?.("accountsChanged", told.accounts), {
      rdns: this.#rdns,
      accounts,
    });
  }

  /** As wallets answer them: the one in use comes first. */
  get #addresses(): Address[] {
    return [this.address, ...this.#others.map(({ address }) => address)];
  }

  get #rdns(): string {
    return this.name.toLowerCase().replaceAll(" ", ".");
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
    await this.awake;
    if (PROMPTS.has(method)) this.prompts.push(method);
    switch (method) {
      case "eth_requestAccounts":
        await this.unlocked;
        this.#isConnected = true;
        return this.#addresses;
      case "eth_accounts":
        return this.#isConnected ? this.#addresses : [];
      case "eth_chainId":
        return `0x${this.chainId.toString(16)}`;
      case "wallet_switchEthereumChain": {
        const [{ chainId }] = z.tuple([z.object({ chainId: z.string() })]).parse(params);
        if (Number(chainId) !== hardhat.id || !this.knowsChain)
          throw new WalletRefusal(CHAIN_NOT_ADDED, "Unknown chain");
        return this.#changeChain();
      }
      case "wallet_addEthereumChain": {
        // As wallets do, it changes to the network once the person has agreed to it.
        this.added = addedChain.parse(params[0]);
        if (!this.addsChains) throw new Error("The network's node could not be reached.");
        await this.#changeChain();
        this.knowsChain = true;
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

  async #changeChain(): Promise<null> {
    await this.#decide();
    if (this.changesChain) this.chainId = hardhat.id;
    return null;
  }

  async #decide(): Promise<void> {
    await this.decidesAfter;
    if (this.rejects) throw new WalletRefusal(USER_REJECTED, "User rejected the request.");
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
  protected async carryOut({ from, to, value, data }: Sent): Promise<Hex> {
    const account = this.#others.find(({ address }) => isAddressEqual(address, from)) ?? this.account;
    // As much as it takes: tests raise the price of gas while a transaction is on its way.
    return this.client.sendTransaction({ account, to, value, data, maxFeePerGas: parseGwei("1000") });
  }

  async #send({ from, to, value = "0x0", data }: z.output<typeof transaction>): Promise<Hex> {
    await this.#decide();
    if (this.chainId !== hardhat.id) throw new Error("The wallet is on another network.");
    this.sentWei.push(BigInt(value));
    return this.carryOut({ from, to, value: BigInt(value), data });
  }
}

class WalletRefusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
