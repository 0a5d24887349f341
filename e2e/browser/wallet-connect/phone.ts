import { randomUUID } from "node:crypto";
import { SignClient } from "@walletconnect/sign-client";
import { hardhat } from "viem/chains";
import { z } from "zod";
import { TestWallet } from "../browser-wallet.ts";

const NAMESPACE = "eip155";
const CHAIN = `${NAMESPACE}:${hardhat.id}`;
/** What the two sides tell each other by number. @see https://specs.walletconnect.com/2.0/specs/clients/sign/error-codes */
const rejected = { code: 5000, message: "User rejected." };
const disconnected = { code: 6000, message: "User disconnected." };

const params = z.array(z.unknown());

type Client = InstanceType<typeof SignClient>;

/** A wallet on a phone: it has no part in the browser, and what it is asked for comes by WalletConnect's relay. */
export class Phone extends TestWallet {
  readonly #client: Client;

  /** @param relayUrl where it finds the relay */
  static async start(relayUrl: string): Promise<Phone> {
    const client = await SignClient.init({
      projectId: "a-phone",
      relayUrl,
      metadata: { name: "Test Phone", description: "A test's", url: "https://phone.example", icons: [] },
      storageOptions: { database: ":memory:" },
      // Two with the same one would be one phone.
      customStoragePrefix: randomUUID(),
      telemetryEnabled: false,
    });
    return new Phone(client);
  }

  private constructor(client: Client) {
    super();
    this.#client = client;
    client.on("session_proposal", ({ id, params: { optionalNamespaces } }) =>
      this.#meet(id, optionalNamespaces[NAMESPACE]),
    );
    client.on("session_request", async ({ topic, id, params: { request } }) => {
      const answer = await this.answer(request.method, params.parse(request.params));
      await client.respond({ topic, response: { jsonrpc: "2.0", id, ...answer } });
    });
  }

  /** It is no part of any page. */
  override install(): Promise<void> {
    return this.prepare();
  }

  /** Reads what a page shows to its camera. */
  async scan(uri: string): Promise<void> {
    await this.#client.pair({ uri });
  }

  /** Its person ends there what connects it with pages. */
  async leave(): Promise<void> {
    const topics = this.#client.session.getAll().map(({ topic }) => topic);
    await Promise.all(topics.map((topic) => this.#client.disconnect({ topic, reason: disconnected })));
  }

  async stop(): Promise<void> {
    this.#client.core.heartbeat.stop();
    await this.#client.core.relayer.transportClose();
  }

  async #meet(id: number, asked: { methods: string[]; events: string[] } | undefined): Promise<void> {
    if (this.rejects || !asked) return this.#client.reject({ id, reason: rejected });
    const { methods, events } = asked;
    const accounts = [`${CHAIN}:${this.address}`];
    await this.#client.approve({
      id,
      namespaces: { [NAMESPACE]: { chains: [CHAIN], accounts, methods, events } },
    });
  }
}
