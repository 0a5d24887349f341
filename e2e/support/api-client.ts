import { setTimeout as delay } from "node:timers/promises";
import type { Order } from "#lib/shared/order.ts";

/** What any answer of the API may hold. */
export type Body = Partial<Order> & {
  error?: string;
  code?: string;
  message?: string;
  retryAfter?: number;
  issues?: { path: string; message: string }[];
  token?: Order;
  tokens?: Order[];
  next?: string | null;
  jobId?: string;
};

export type Answer = { status: number; headers: Headers; body: Body; ms: number };

export async function call(url: string, method = "GET", body?: unknown): Promise<Answer> {
  const startedAt = performance.now();
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answered: Body = await response.json();
  return {
    status: response.status,
    headers: response.headers,
    body: answered,
    ms: performance.now() - startedAt,
  };
}

/** Deploys as the browser does, again whenever it is told to wait; but after `waitMs`, so that tests end. */
export async function deployUntilDone(url: () => string, body: unknown, waitMs: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (;;) {
    const answer = await call(`${url()}/api/deploy`, "POST", body);
    answers.push(answer);
    if (answer.status !== 503 && answer.status !== 202) return answers;
    await delay(waitMs * (0.5 + Math.random()));
  }
}

const MAY_BE_TRIED_AGAIN = new Set([202, 429, 502, 503, 504]);

/** The same, but never before the server has said, and whatever happens on the way. Statuses of 0 are broken connections. */
export async function deployAsTold(url: string, body: unknown): Promise<Pick<Answer, "status" | "body">[]> {
  const answers: Pick<Answer, "status" | "body">[] = [];
  for (;;) {
    const answer = await call(`${url}/api/deploy`, "POST", body).catch(() => ({
      status: 0,
      body: {} as Body,
    }));
    answers.push(answer);
    if (answer.status !== 0 && !MAY_BE_TRIED_AGAIN.has(answer.status)) return answers;
    await delay(((answer.body.retryAfter ?? 0.5) + Math.random() * 0.5) * 1_000);
  }
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
