import autocannon from "autocannon";
import type { Address } from "viem";
import { orderOf } from "./customers.ts";

/** What was answered that no document says, and how quickly the rest came. */
export type Traffic = { requests: number; undocumented: string[]; medianMs: number; worstMs: number };

type Request = {
  path: string;
  method?: "GET" | "POST";
  body?: string;
  /** The statuses that the README gives for it. */
  documented: readonly number[];
};

/** Any request may be told that there were too many, or that a part is out of reach. */
const ALWAYS = new Set([429, 503]);
const CONNECTIONS = 20;
const TIMEOUT_SECONDS = 60;
const NOBODY: Address = "0x1111111111111111111111111111111111111111";

/** What people and programs ask for beside ordering. @param unpaid an order that nobody pays */
function requestsAbout(unpaid: string): Request[] {
  const order = { ...orderOf(NOBODY), salt: `0x${"00".repeat(32)}` };
  return [
    { path: "/", documented: [200] },
    { path: "/tokens/recent", documented: [200] },
    { path: `/tokens/${unpaid}`, documented: [200] },
    { path: "/api/health", documented: [200] },
    { path: "/api/tokens", documented: [200] },
    { path: `/api/tokens/${unpaid}`, documented: [200] },
    { path: `/api/tokens/${NOBODY}`, documented: [404] },
    { path: "/api/nothing", documented: [404] },
    { path: "/api/quote", method: "POST", body: JSON.stringify(order), documented: [200] },
    { path: "/api/tokens", method: "POST", body: JSON.stringify(order), documented: [200, 201] },
    { path: "/api/tokens", method: "POST", body: "{ nonsense", documented: [400] },
    { path: "/api/deploy", method: "POST", body: JSON.stringify({ token: unpaid }), documented: [402] },
  ];
}

/** Asks for a mixture of everything, so many a second, for so long. */
export async function askForEverything(
  url: string,
  { unpaid, seconds, rate }: { unpaid: string; seconds: number; rate: number },
): Promise<Traffic> {
  const undocumented = new Map<string, number>();
  const requests = requestsAbout(unpaid).map(({ path, method = "GET", body, documented }) => ({
    path,
    method,
    body,
    onResponse: (status: number) => {
      if (documented.includes(status) || ALWAYS.has(status)) return;
      const name = `${method} ${path}: ${status}`;
      undocumented.set(name, (undocumented.get(name) ?? 0) + 1);
    },
  }));
  let begun = 0;
  const {
    errors,
    timeouts,
    latency,
    requests: counted,
  } = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    overallRate: rate,
    timeout: TIMEOUT_SECONDS,
    // Each connection begins with another one, so that all kinds are asked from the first moment.
    setupClient: (client) => {
      const first = begun % requests.length;
      begun += 1;
      client.setRequests([...requests.slice(first), ...requests.slice(0, first)]);
    },
  });
  const broken =
    errors + timeouts > 0 ? [`${errors} connections broke, and ${timeouts} requests got no answer.`] : [];
  const odd = [...undocumented].map(([name, times]) => `${name}, ${times} times`);
  return {
    requests: counted.total,
    undocumented: [...broken, ...odd],
    medianMs: latency.p50,
    worstMs: latency.max,
  };
}
