import * as z from "zod/mini";

/** What an operator is told of a server. Times are in seconds, moments ISO 8601; null is what could not be read. */

const seconds = z.number();

const account = z.object({
  address: z.string(),
  /** In whole coins. */
  balance: z.nullable(z.number()),
  /** How many more deliveries that pays for; null where it can't be told. */
  deliveries: z.nullable(z.number()),
  inFlight: z.nullable(z.int()),
  oldestSeconds: z.nullable(seconds),
  nonceGap: z.nullable(z.int()),
});

const chain = z.object({
  id: z.int(),
  coin: z.string(),
  headAgeSeconds: z.nullable(seconds),
  lagSeconds: z.nullable(seconds),
  queued: z.nullable(z.int()),
  accounts: z.array(account),
});

export const undeliveredStates = ["waiting", "held", "failed"] as const;

const undelivered = z.object({
  address: z.templateLiteral(["0x", z.string()]),
  chainId: z.int(),
  state: z.enum(undeliveredStates),
  /** For how long it has been paid. */
  seconds,
  failure: z.nullable(z.string()),
});

const hour = z.object({
  /** When it began. */
  at: z.string(),
  deployed: z.int(),
  /** From the payment's block to the token's: of half of them, and of 95 in a hundred, no more. */
  medianSeconds: z.nullable(seconds),
  mostSeconds: z.nullable(seconds),
});

const requests = z.object({ at: z.string(), answered: z.int(), unavailable: z.int() });

export const status = z.object({
  /** When it was told. */
  at: z.string(),
  chains: z.array(chain),
  /** The longest paid ones without a token, and how many there are in all. */
  undelivered: z.nullable(z.array(undelivered)),
  undeliveredCount: z.nullable(z.int()),
  /** By hour, the last day. */
  day: z.nullable(z.array(hour)),
  /** Of this process alone, since it has started: what the API has answered, and with 503. */
  requests: z.array(requests),
});

export type Status = z.output<typeof status>;
export type Account = z.output<typeof account>;
export type ChainStatus = z.output<typeof chain>;
export type UndeliveredOrder = z.output<typeof undelivered>;
export type DeployHour = z.output<typeof hour>;
export type RequestHour = z.output<typeof requests>;
