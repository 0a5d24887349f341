import { z } from "zod";
import { mapFeatures } from "#lib/shared/features.ts";
import { orderStatuses, type Order } from "#lib/shared/order.ts";
import { publicationStates, verifierNames, type Publication } from "#lib/shared/publication.ts";
import { status } from "#lib/shared/status/status.ts";
import { deploySteps } from "#lib/shared/steps.ts";
import { sweepCounts } from "#lib/sweep/counts.ts";

/** What the API answers, for who reads its description. Pages go by the types of `lib/shared`. */

const hex = (pattern: RegExp) => z.templateLiteral(["0x", z.string().regex(pattern)]);
const address = hex(/^[0-9a-fA-F]{40}$/).meta({ description: "Checksummed (ERC-55)." });
const hash = hex(/^[0-9a-f]{64}$/);
const bytes = hex(/^([0-9a-f]{2})*$/);
const wei = z.string().regex(/^\d+$/).meta({ description: "An amount of wei, as a decimal string." });
const tokens = z.string().meta({ description: "Whole tokens, as a decimal string." });
const instant = z.iso.datetime();

const listedOrder = z.strictObject({
  name: z.string(),
  symbol: z.string(),
  decimals: z.int().min(0).max(18),
  supply: tokens,
  features: z.strictObject(mapFeatures(() => z.boolean())),
  cap: tokens.nullable(),
  owner: address,
  deployer: address,
  chainId: z.int().positive(),
  salt: hash,
  address,
  status: z.enum(orderStatuses),
  price: wei,
  priceParts: z.strictObject({ fee: wei, network: wei }),
  expiresAt: instant.meta({ description: "Until when the price holds." }),
  checkout: address,
  payTx: hash.nullable(),
  deployTx: hash.nullable(),
  blockNumber: z.string().nullable(),
  createdAt: instant,
  paidAt: instant.nullable(),
  deployedAt: instant.nullable(),
  refundableAt: instant.nullable(),
  failure: z.string().nullable(),
  hold: z
    .strictObject({
      reason: z.literal("gas_price"),
      cost: wei,
      paid: wei,
      since: instant,
      retryAt: instant.nullable(),
    })
    .nullable()
    .meta({ description: "Why a paid order is not delivered now though it could be." }),
  position: z.int().positive().nullable().meta({ description: "Its place in the queue; 1 is the next." }),
  step: z.enum(deploySteps).nullable().meta({ description: "How far its last deploy has come." }),
}) satisfies z.ZodType<Order>;

const publication = z.strictObject({
  verifier: z.enum(verifierNames),
  state: z.enum(publicationStates),
  url: z.url().nullable().meta({ description: "Where the source can be read." }),
  reason: z.string().nullable().meta({ description: "Why it failed, or is not there yet." }),
}) satisfies z.ZodType<Publication>;

const order = listedOrder.extend({ initcode: bytes }) satisfies z.ZodType<Order>;

const part = z.strictObject({ status: z.enum(["ok", "unavailable"]), message: z.string().optional() });

const error = z.looseObject({
  error: z.string().meta({ description: "A short title." }),
  code: z.string().meta({ description: "Of these a program goes by." }),
  message: z.string().meta({ description: "One sentence for a person." }),
  retryAfter: z.int().positive().optional().meta({ description: "Seconds; also in Retry-After." }),
  issues: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  token: order.optional(),
  requestId: z.string().optional().meta({ description: "By which the server's log can be asked." }),
});

/** Each under the name that the description has it by. */
export const answers = {
  Order: order,
  /** Without its code where that was left out. */
  FoundOrder: listedOrder.extend({
    initcode: bytes.optional(),
    publications: z
      .array(publication)
      .optional()
      .meta({ description: "What has become of its token's source, once there is a token." }),
  }) satisfies z.ZodType<Order>,
  ListedOrder: listedOrder,
  ListedOrders: z.strictObject({ tokens: z.array(listedOrder), next: z.string().nullable() }),
  Deployed: z.strictObject({ status: z.literal("deployed"), token: order }),
  Submitted: z.strictObject({
    status: z.enum(["submitted", "queued", "held"]),
    jobId: address.meta({ description: "The token's address." }),
    position: z.int().positive().optional(),
    token: order,
  }),
  Health: z.object({ status: z.literal("ok") }).catchall(part),
  Unhealthy: error.extend({ status: z.literal("unavailable") }),
  Contract: z.strictObject({
    name: z.string(),
    file: z.string(),
    abi: z.array(z.unknown()),
    compiler: z.string(),
    license: z.string().meta({ description: "Its SPDX identifier." }),
    input: z.looseObject({ language: z.literal("Solidity") }),
  }),
  ChainAnswer: z.strictObject({
    jsonrpc: z.literal("2.0"),
    id: z.int(),
    result: z.unknown().optional(),
    error: z.looseObject({ code: z.int(), message: z.string() }).optional(),
  }),
  Status: status,
  SweepCounts: sweepCounts,
  Description: z.looseObject({ openapi: z.string() }),
  Error: error,
};

export type AnswerName = keyof typeof answers;
