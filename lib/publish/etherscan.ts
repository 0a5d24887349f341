import "server-only";
import { z } from "zod";
import { qualifiedName } from "#lib/shared/contract/contract-source.ts";
import { ask, read, type Answer } from "./ask.ts";
import type { Outcome, Verifier } from "./verifier.ts";

const said = z.object({ status: z.string(), result: z.string() });
const sources = z.object({ result: z.array(z.object({ SourceCode: z.string() })) });

/** It answers whatever it has to say with 200, and with a text. In this order, since some hold several of these. */
const MEANINGS: readonly [text: RegExp, kind: Outcome["kind"]][] = [
  [/^Fail/i, "refused"],
  [/^Pass - Verified|already verified/i, "published"],
  [/^Pending|in progress/i, "pending"],
  [/limit/i, "busy"],
  [/unsupported chain/i, "unsupported"],
  [/API ?Key/i, "unanswered"],
  [/^Unable to locate ContractCode|unknown UID/i, "undone"],
];

type Settings = {
  url: string;
  chainId: number;
  apiKey: string;
  /** The chain's explorer, where that is one of Etherscan's. */
  explorerUrl: string | null;
};

/**
 * Etherscan's API of version 2, which answers for all chains that it has.
 * @see https://docs.etherscan.io/contract-verification/verify-with-api
 */
export function etherscan({ url, chainId, apiKey, explorerUrl }: Settings): Verifier {
  const to = (action: string, parameters: Record<string, string> = {}) => {
    const address = new URL(url);
    const query = { chainid: String(chainId), module: "contract", action, ...parameters, apikey: apiKey };
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    return address;
  };
  return {
    name: "etherscan",
    pageOf: (address) => (explorerUrl === null ? null : `${explorerUrl}/address/${address}#code`),
    isPublished: async (address, signal) => {
      const { body } = await ask(to("getsourcecode", { address }), { signal });
      const parsed = sources.safeParse(body);
      return parsed.success && parsed.data.result.some(({ SourceCode }) => SourceCode !== "");
    },
    submit: async ({ address, source, constructorData }, signal) => {
      const body = new URLSearchParams({
        contractaddress: address,
        sourceCode: JSON.stringify(source.input),
        codeformat: "solidity-standard-json-input",
        contractname: qualifiedName(source),
        compilerversion: `v${source.compiler}`,
        constructorArguments: constructorData.slice(2),
      });
      const answer = await ask(to("verifysourcecode"), { body, signal });
      const { status, result } = read(said, answer);
      if (status === "1" && /^\w{1,100}$/.test(result)) return { kind: "pending", ticket: result };
      return meaningOf(answer, result, "");
    },
    check: async (ticket, signal) => {
      const answer = await ask(to("checkverifystatus", { guid: ticket }), { signal });
      return meaningOf(answer, read(said, answer).result, ticket);
    },
  };

  function meaningOf({ retryAfterMs }: Answer, text: string, ticket: string): Outcome {
    // Of a key that is wrong it may be told which one that is.
    const reason = text.replaceAll(apiKey, "…");
    const kind = MEANINGS.find(([pattern]) => pattern.test(text))?.[1] ?? "refused";
    switch (kind) {
      case "published":
        return { kind };
      case "pending":
        return ticket ? { kind, ticket } : { kind: "undone", reason };
      case "busy":
      case "unanswered":
        return { kind, reason, retryAfterMs };
      case "undone":
      case "refused":
      case "unsupported":
        return { kind, reason };
      default:
        throw new Error("unknown kind", { cause: kind satisfies never });
    }
  }
}
