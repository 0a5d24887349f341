import fc from "fast-check";
import { orderBody } from "#lib/shared/order-body.ts";
import { oddAddress, oddBytes, oddNumeral, oddText } from "./odd-values.ts";

/** One request as it goes over the wire. */
export type WireRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
};

const oddQuery = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom("chainId", "cursor", "limit", "deployer", "__proto__", "x"), oddText),
      fc.oneof(
        oddText,
        oddNumeral,
        oddAddress,
        fc.constantFrom("9".repeat(18), "9".repeat(19), "0", "100", "101"),
      ),
    ),
    { maxLength: 3 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${escape(name)}=${escape(value)}`).join("&"));

const segment = fc.oneof(
  oddAddress,
  oddText.map(escape),
  fc.constantFrom(
    "%",
    "%ff",
    "%00",
    "%2e%2e",
    "%2F",
    "..",
    ".",
    "%c0%af",
    "null",
    "[address]",
    "a".repeat(4_000),
  ),
);

const path = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("/api/tokens", "/api/quote", "/api/deploy") },
  { weight: 2, arbitrary: segment.map((part) => `/api/tokens/${part}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("/api/health", "/api/cron/sweep", "/api", "/api/", "/api//", "/api/tokens/"),
  },
  { weight: 1, arbitrary: segment.map((part) => `/api/${part}`) },
);

const method = fc.oneof(
  { weight: 5, arbitrary: fc.constant("POST") },
  { weight: 3, arbitrary: fc.constant("GET") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "PUT",
      "PATCH",
      "DELETE",
      "HEAD",
      "OPTIONS",
      "TRACE",
      "PROPFIND",
      "QUERY",
      "PURGE",
    ),
  },
);

const headerText = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
});

/** What a framework in between may take for its own, and what says something untrue of the body. */
const headers = fc
  .array(
    fc.oneof(
      fc.tuple(
        fc.constantFrom(
          "content-type",
          "content-encoding",
          "accept",
          "accept-encoding",
          "authorization",
          "cookie",
          "origin",
          "range",
          "if-none-match",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-http-method-override",
        ),
        fc.oneof(
          headerText,
          fc.constantFrom(
            "application/json",
            "application/json; charset=utf-16",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "text/plain",
            "gzip",
            "Bearer x",
            "bytes=0-1",
            "a=b; c=%ff",
            "127.0.0.1, ::1",
          ),
        ),
      ),
      fc.tuple(
        fc.constantFrom(
          "rsc",
          "next-action",
          "next-router-state-tree",
          "next-router-prefetch",
          "next-url",
          "x-nextjs-data",
          "x-matched-path",
          "x-invoke-path",
          "x-invoke-status",
          "x-invoke-error",
          "x-now-route-matches",
          "x-middleware-subrequest",
          "x-middleware-rewrite",
          "x-middleware-next",
          "x-prerender-revalidate",
        ),
        fc.oneof(headerText, fc.constantFrom("1", "/", "/api/health", "404", "500", "{}", "%")),
      ),
    ),
    { maxLength: 3 },
  )
  .map((pairs): Record<string, string> => Object.fromEntries(pairs));

/** A request that asks for nothing that can be had; one that the schema accepts is turned into a question for its price. */
export const badRequest: fc.Arbitrary<WireRequest> = fc
  .record({
    method,
    path: fc.tuple(path, oddQuery).map(([place, query]) => (query ? `${place}?${query}` : place)),
    headers,
    body: fc.oneof({ weight: 4, arbitrary: oddBytes }, { weight: 1, arbitrary: fc.constant(null) }),
  })
  .map((request) => (stores(request) ? Object.assign(request, { path: "/api/quote" }) : request));

function stores({ method: verb, body }: WireRequest): boolean {
  if (verb !== "POST" || !body) return false;
  try {
    return orderBody.safeParse(JSON.parse(body.toString("utf8"))).success;
  } catch {
    return false;
  }
}

/** Percent-encoded, what can't be encoded included; as long as a request line may be. */
function escape(text: string): string {
  return Buffer.from(text, "utf8")
    .toString("latin1")
    .replaceAll(/[^A-Za-z0-9.]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .slice(0, 9_000);
}
