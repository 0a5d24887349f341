import "server-only";
import { z } from "zod";
import { qualifiedName } from "#lib/shared/contract/contract-source.ts";
import { ask, read, type Answer } from "./ask.ts";
import type { Outcome, Verifier } from "./verifier.ts";

const matched = z.object({ match: z.string().nullable() });
const problem = z.object({ customCode: z.string(), message: z.string() });
const accepted = z.object({ verificationId: z.string().regex(/^[\w-]{1,100}$/) });
const job = z.object({
  isJobCompleted: z.boolean(),
  contract: matched.optional(),
  error: problem.optional(),
});

/** Whoever asks again may get another answer: its own node may be behind, or out of reach. */
const PASSING: ReadonlySet<string> = new Set([
  "contract_not_deployed",
  "cannot_fetch_bytecode",
  "onchain_runtime_bytecode_not_available",
  "internal_error",
]);

/**
 * Sourcify's API of version 2.
 * @param url of the server, such as https://sourcify.dev/server
 * @see https://docs.sourcify.dev/docs/api
 */
export function sourcify(url: string, chainId: number): Verifier {
  const base = url.replace(/\/+$/, "");
  const at = (path: string) => new URL(`${base}${path}`);
  return {
    name: "sourcify",
    pageOf: (address) => `${base}/repo-ui/${chainId}/${address}`,
    isPublished: async (address, signal) => {
      const answer = await ask(at(`/v2/contract/${chainId}/${address}`), { signal });
      return answer.status !== 404 && read(matched, answer).match !== null;
    },
    submit: async ({ address, source, creationTx }, signal) => {
      const body = {
        stdJsonInput: source.input,
        compilerVersion: source.compiler,
        contractIdentifier: qualifiedName(source),
        ...(creationTx && { creationTransactionHash: creationTx }),
      };
      return submitted(await ask(at(`/v2/verify/${chainId}/${address}`), { body, signal }));
    },
    check: async (ticket, signal) => checked(ticket, await ask(at(`/v2/verify/${ticket}`), { signal })),
  };
}

function submitted(answer: Answer): Outcome {
  if (answer.status === 202) return { kind: "pending", ticket: read(accepted, answer).verificationId };
  const { customCode, message } = read(problem, answer);
  switch (customCode) {
    case "already_verified":
      return { kind: "published" };
    case "duplicate_verification_request":
      return { kind: "undone", reason: message };
    case "unsupported_chain":
      return { kind: "unsupported", reason: message };
    default:
      return refused(answer, message);
  }
}

function checked(ticket: string, answer: Answer): Outcome {
  if (answer.status !== 200) {
    const { customCode, message } = read(problem, answer);
    return customCode === "job_not_found" ? { kind: "undone", reason: message } : refused(answer, message);
  }
  const { isJobCompleted, contract, error } = read(job, answer);
  if (!isJobCompleted) return { kind: "pending", ticket };
  if (error?.customCode === "already_verified" || contract?.match) return { kind: "published" };
  if (!error) return { kind: "undone", reason: "It has ended without a match, and does not say why." };
  return { kind: PASSING.has(error.customCode) ? "undone" : "refused", reason: error.message };
}

function refused({ status, retryAfterMs }: Answer, reason: string): Outcome {
  return status === 429 ? { kind: "busy", reason, retryAfterMs } : { kind: "refused", reason };
}
