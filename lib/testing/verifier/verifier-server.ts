import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createPublicClient, getAddress, http, type Address, type Hex } from "viem";
import { recompile } from "./compile.ts";
import { etherscanAnswer } from "./etherscan-answer.ts";
import { sourcifyAnswer } from "./sourcify-answer.ts";

/** What is to be verified, whoever asks for it. `constructorData` is null where that is not said. */
export type Submission = {
  address: Address;
  input: object;
  version: string;
  name: string;
  constructorData: Hex | null;
};

/** A job of a verifier's. `failure` is null while it works, and where it has found a match. */
export type Job = { id: string; address: Address; isDone: boolean; failure: string | null };

export type Desk = {
  verified: Set<Address>;
  jobs: Map<string, Job>;
  /** Takes a contract: it is compiled, and compared with the chain, while its job can be asked for. */
  take: (submission: Submission) => Job;
};

export type Asked = { method: string; url: URL; body: string };
export type Reply = { status: number; headers?: Record<string, string>; body: unknown };

export type VerifierServer = {
  url: string;
  etherscanUrl: string;
  /** Each request that came, as `POST /v2/verify/31337/0x…`, without what it was asked with. */
  asked: string[];
  /** What answers instead of the verifier where it returns true. */
  interfere: ((request: IncomingMessage, response: ServerResponse) => boolean) | null;
  desk: Desk;
  stop: () => void;
};

/** Answers as Sourcify and Etherscan do for one chain, whose code it compares with what it has compiled itself. */
export async function startVerifier(rpcUrl: string): Promise<VerifierServer> {
  const chain = createPublicClient({ transport: http(rpcUrl) });
  const desk: Desk = { verified: new Set(), jobs: new Map(), take };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://verifier");
    verifier.asked.push(`${request.method} ${url.searchParams.get("action") ?? url.pathname}`);
    if (verifier.interfere?.(request, response)) return;
    void answer(request, url).then(({ status, headers, body }) =>
      response
        .writeHead(status, { "Content-Type": "application/json", ...headers })
        .end(JSON.stringify(body)),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  const url = `http://127.0.0.1:${address.port}`;
  const verifier: VerifierServer = {
    url,
    etherscanUrl: `${url}/etherscan`,
    asked: [],
    interfere: null,
    desk,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return verifier;

  async function answer(request: IncomingMessage, at: URL): Promise<Reply> {
    const asked: Asked = { method: request.method ?? "GET", url: at, body: await textOf(request) };
    return at.pathname === "/etherscan" ? etherscanAnswer(desk, asked) : sourcifyAnswer(desk, asked);
  }

  function take(submission: Submission): Job {
    const job: Job = { id: randomUUID(), address: submission.address, isDone: false, failure: null };
    desk.jobs.set(job.id, job);
    compare(submission)
      .then(() => desk.verified.add(submission.address))
      .catch((error: unknown) => {
        job.failure = error instanceof Error ? error.message : String(error);
      })
      .finally(() => (job.isDone = true));
    return job;
  }

  async function compare({ address: at, input, version, name, constructorData }: Submission) {
    const code = await chain.getCode({ address: getAddress(at) });
    if (!code) throw new Error("There is no contract at this address.");
    const recompiled = await recompile(input, version, name);
    if (!recompiled.matches(code)) throw new Error("The onchain and recompiled bytecodes don't match.");
    if (constructorData === null) return;
    const [created] = await chain.getLogs({ address: at, fromBlock: 0n });
    const creation =
      created?.transactionHash && (await chain.getTransaction({ hash: created.transactionHash }));
    if (!creation || !creation.input.includes(`${recompiled.creation.slice(2)}${constructorData.slice(2)}`))
      throw new Error("These are not the arguments of its constructor.");
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
