import "server-only";
import { z } from "zod";
import { fetchText } from "#lib/base/outside/fetch-text.ts";
import { readRetryAfterMs } from "#lib/shared/waiting/retry-after.ts";

const TIMEOUT_MS = 20_000;
/** A job that failed may be told with the bytecodes that differ. */
const MOST_BYTES = 1024 * 1024;

/** There is no answer that says anything. The message is a sentence for people, and names no address. */
export class Unanswered extends Error {
  /** `busy` where it was asked too often. */
  readonly kind: "busy" | "unanswered";
  readonly retryAfterMs: number;

  constructor(sentence: string, reply?: { status: number; retryAfterMs: number }, cause?: unknown) {
    super(sentence, { cause });
    this.name = "Unanswered";
    this.kind = reply?.status === 429 ? "busy" : "unanswered";
    this.retryAfterMs = reply?.retryAfterMs ?? 0;
  }
}

export type Answer = { status: number; retryAfterMs: number; body: unknown };

/**
 * Asks a verifier. It is never followed to another address, since what answers there is nobody's choice.
 * @param body is sent as JSON, or as a form where it is one
 * @throws {Unanswered} where there is no answer in time, one that is too long, or a failure of its own
 */
export async function ask(
  url: URL,
  { body, signal }: { body?: URLSearchParams | object; signal: AbortSignal },
): Promise<Answer> {
  const { status, headers, text } = await send(url, body, signal);
  const retryAfterMs = readRetryAfterMs(headers.get("Retry-After"), Date.now());
  if (status >= 500) throw new Unanswered(`It answered ${status}.`, { status, retryAfterMs });
  return { status, retryAfterMs, body: parseJson(text) };
}

/** @throws {Unanswered} where it is of another shape */
export function read<Schema extends z.ZodType>(schema: Schema, answer: Answer): z.output<Schema> {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const sentence = `It answered ${answer.status}, and nothing that can be read.`;
  throw new Unanswered(sentence, answer, parsed.error);
}

async function send(url: URL, body: URLSearchParams | object | undefined, signal: AbortSignal) {
  const limits = { timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES, redirect: "error", signal } as const;
  try {
    if (!body) return await fetchText(url, limits);
    if (body instanceof URLSearchParams) return await fetchText(url, { ...limits, method: "POST", body });
    const headers = { "Content-Type": "application/json" };
    return await fetchText(url, { ...limits, method: "POST", headers, body: JSON.stringify(body) });
  } catch (error) {
    throw new Unanswered("It does not answer as it should.", undefined, error);
  }
}

/** @returns undefined where it is no JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
