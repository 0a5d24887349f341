import { z } from "zod";
import type { Asked, Desk, Job, Reply } from "./verifier-server.ts";

const address = z.templateLiteral(["0x", z.string().regex(/^[0-9a-fA-F]{40}$/)]);
const submission = z.strictObject({
  stdJsonInput: z.looseObject({
    language: z.literal("Solidity"),
    sources: z.record(z.string(), z.object({ content: z.string().min(1) })),
  }),
  compilerVersion: z.string(),
  contractIdentifier: z.string().includes(":"),
  creationTransactionHash: z.string().length(66).optional(),
});

/** As https://sourcify.dev/server answers by its API of version 2. */
export function sourcifyAnswer(desk: Desk, { method, url, body }: Asked): Reply {
  const [, version, what, first = "", second] = url.pathname.split("/");
  if (version !== "v2") return problem(404, "route_not_found");
  if (what === "verify" && method === "POST") return submit(desk, first, address.parse(second), body);
  if (what === "verify") return check(desk, desk.jobs.get(first));
  if (what !== "contract") return problem(404, "route_not_found");
  const isVerified = desk.verified.has(address.parse(second));
  return { status: isVerified ? 200 : 404, body: contractOf(first, address.parse(second), isVerified) };
}

function submit(desk: Desk, chainId: string, at: `0x${string}`, body: string): Reply {
  if (chainId !== "31337") return problem(404, "unsupported_chain");
  const parsed = submission.safeParse(JSON.parse(body));
  if (!parsed.success) return problem(400, "invalid_parameter");
  if (desk.verified.has(at)) return problem(409, "already_verified");
  const isRunning = [...desk.jobs.values()].some((job) => job.address === at && !job.isDone);
  if (isRunning) return problem(429, "duplicate_verification_request");
  const { stdJsonInput, compilerVersion, contractIdentifier } = parsed.data;
  const { id } = desk.take({
    address: at,
    input: stdJsonInput,
    version: compilerVersion,
    name: contractIdentifier,
    constructorData: null,
  });
  return { status: 202, body: { verificationId: id } };
}

function check(desk: Desk, job: Job | undefined): Reply {
  if (!job) return problem(404, "job_not_found");
  const { id, address: at, isDone, failure } = job;
  const error = failure && { customCode: "no_match", message: failure, errorId: id };
  return {
    status: 200,
    body: {
      isJobCompleted: isDone,
      verificationId: id,
      jobStartTime: "2026-01-01T00:00:00Z",
      contract: contractOf("31337", at, desk.verified.has(at)),
      ...(error && { error }),
    },
  };
}

function contractOf(chainId: string, at: string, isVerified: boolean) {
  const match = isVerified ? "exact_match" : null;
  return { match, creationMatch: match, runtimeMatch: match, chainId, address: at };
}

function problem(status: number, customCode: string): Reply {
  return { status, body: { customCode, message: `It is ${customCode}.`, errorId: "1" } };
}
