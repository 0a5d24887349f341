import type { z } from "zod";
import type { AnswerName } from "#app/api/_schemas/answers.ts";
import {
  chainPath,
  contractPath,
  listQuery,
  orderQuery,
  streamQuery,
  tokenPath,
} from "#app/api/_schemas/requests.ts";
import type { AppError } from "#lib/base/errors/app-error.ts";
import * as errors from "./errors.ts";

/** A body by the name that the description has it by. */
export type BodyName = "OrderBody" | "DeployBody" | "ChainRead";

export type Answered = {
  about: string;
  /** JSON of this name; else text of another media type, or nothing. */
  schema?: AnswerName;
  mediaType?: string;
  headers?: readonly string[];
};

/** What can be asked of the API by one method at one address. */
export type Operation = {
  method: "get" | "post";
  path: string;
  about: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: BodyName;
  /** The variable whose secret it wants as `Authorization: Bearer`. */
  secret?: "CRON_SECRET" | "METRICS_TOKEN";
  answers: Readonly<Record<number, Answered>>;
  errors: readonly AppError[];
};

const { ofBodies, ofChain, ofDatabase, ofDeploying, ofLimits, ofMissing, ofPlacing, ofSecrets, ofStreams } =
  errors;
const ofServices = [...ofLimits, ...ofDatabase, ...ofChain];

export const operations: readonly Operation[] = [
  {
    method: "post",
    path: "/api/tokens",
    about:
      "Places an order. The same body with the same salt is the same order; after its price has ended, at today's.",
    body: "OrderBody",
    answers: {
      200: { about: "It was placed before.", schema: "Order", headers: ["Location"] },
      201: { about: "It is placed.", schema: "Order", headers: ["Location"] },
    },
    errors: [...ofBodies, ...ofPlacing, ...ofServices],
  },
  {
    method: "get",
    path: "/api/tokens",
    about: "Orders that were paid, or made for nothing, newest first.",
    query: listQuery,
    answers: { 200: { about: "A page; `next` is the cursor of the following one.", schema: "ListedOrders" } },
    errors: [...ofLimits, ...ofDatabase],
  },
  {
    method: "get",
    path: "/api/tokens/{address}",
    about: "An order by its token's address; `chainId` says on which chain, where there are several.",
    params: tokenPath,
    query: orderQuery,
    answers: {
      200: {
        about: "The order, without its code where that was left out.",
        schema: "FoundOrder",
        headers: ["ETag"],
      },
      304: { about: "It is as `If-None-Match` has it.", headers: ["ETag"] },
    },
    errors: [...ofLimits, ...ofMissing, ...ofDatabase],
  },
  {
    method: "get",
    path: "/api/tokens/{address}/events",
    about:
      "Server-sent events: `order`, a FoundOrder without its code, at once and at each change; `alive` in between.",
    params: tokenPath,
    query: streamQuery,
    answers: { 200: { about: "A stream of events.", mediaType: "text/event-stream" } },
    errors: [...ofLimits, ...ofMissing, ...ofStreams, ...ofDatabase],
  },
  {
    method: "post",
    path: "/api/quote",
    about: "The address and price that an order would have. Nothing is stored.",
    body: "OrderBody",
    answers: { 200: { about: "The order as it would be.", schema: "Order" } },
    errors: [...ofBodies, ...ofPlacing, ...ofServices],
  },
  {
    method: "post",
    path: "/api/deploy",
    about:
      "Brings an order to its token. It may be asked for at any time, by anybody, as often as they like.",
    body: "DeployBody",
    answers: {
      200: { about: "The token is there, since now or earlier.", schema: "Deployed" },
      202: {
        about: "It is broadcast and not mined yet, queued, or held until gas is cheaper.",
        schema: "Submitted",
        headers: ["Location", "Retry-After"],
      },
    },
    errors: [...ofBodies, ...ofMissing, ...ofDeploying, ...ofPlacing, ...ofServices],
  },
  {
    method: "get",
    path: "/api/contracts/{name}",
    about:
      "A kind of token, or `Checkout`: its ABI, and the compiler's input that gives its code to the byte.",
    params: contractPath,
    answers: { 200: { about: "The contract.", schema: "Contract" } },
    errors: [...ofLimits, ...ofMissing],
  },
  {
    method: "post",
    path: "/api/chains/{chainId}",
    about: "The few readings of a chain that paying needs, by JSON-RPC 2.0, for a page whose own node fails.",
    params: chainPath,
    body: "ChainRead",
    answers: { 200: { about: "What the node has answered.", schema: "ChainAnswer" } },
    errors: [...ofBodies, ...ofLimits, ...ofChain],
  },
  {
    method: "get",
    path: "/api/health",
    about: "Whether each part answers that a deploy needs.",
    answers: {
      200: { about: "All of them do.", schema: "Health" },
      503: { about: "Some don't, which is said by name.", schema: "Unhealthy" },
    },
    errors: [],
  },
  {
    method: "get",
    path: "/api/metrics",
    about: "Metrics in Prometheus' text format.",
    secret: "METRICS_TOKEN",
    answers: { 200: { about: "The metrics.", mediaType: "text/plain" } },
    errors: ofSecrets,
  },
  {
    method: "get",
    path: "/api/status",
    about: "What stands now, and the last day, for the page /status.",
    secret: "METRICS_TOKEN",
    answers: { 200: { about: "The status; null is what could not be read.", schema: "Status" } },
    errors: [...ofSecrets, ...ofLimits],
  },
  {
    method: "get",
    path: "/api/cron/sweep",
    about: "Sweeps once: brings to its end what nobody waits for.",
    secret: "CRON_SECRET",
    answers: { 200: { about: "What it did, in counts.", schema: "SweepCounts" } },
    errors: ofSecrets,
  },
  {
    method: "get",
    path: "/api/openapi.json",
    about: "This description.",
    answers: { 200: { about: "OpenAPI 3.1.", schema: "Description" } },
    errors: ofLimits,
  },
];
