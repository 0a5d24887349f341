import "server-only";
import { parseEther, parseGwei } from "viem";
import { z } from "zod";
import { address, httpUrl, integer, list, nodeUrls, privateKey, required, secret } from "./env-values.ts";

/** The environment is wrong. The message lists every variable to mend, and never a value: values may be secret. */
export class InvalidEnvironment extends Error {
  constructor(problems: string[]) {
    super(
      `The environment is not right:\n${problems.map((line) => `  - ${line}`).join("\n")}\nSee .env.example.`,
    );
    this.name = "InvalidEnvironment";
  }
}

type Source = Record<string, string | undefined>;

const GCP_KEY =
  /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+\/cryptoKeyVersions\/\d+$/;

/** The keys that the server signs with: at hand, in files, or kept by services. */
const keys = z.object({
  DEPLOYER_PRIVATE_KEY: list.pipe(z.array(privateKey)).default([]),
  DEPLOYER_KEYSTORE: list.default([]),
  DEPLOYER_KEYSTORE_PASSWORD: z.string().optional(),
  DEPLOYER_KEYSTORE_PASSWORD_FILE: z.string().optional(),
  DEPLOYER_AWS_KMS_KEY: list.default([]),
  DEPLOYER_GCP_KMS_KEY: list
    .pipe(z.array(z.string().regex(GCP_KEY, "must be projects/.../cryptoKeyVersions/<number>")))
    .default([]),
  DEPLOYER_GCP_KMS_ENDPOINT: httpUrl.default("https://cloudkms.googleapis.com/"),
});

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" });
const database = z.object({ DATABASE_URL: databaseUrl });

const queueUrl = z.url({
  protocol: /^(rediss?|postgres(ql)?)$/,
  error: "must be a redis:// or postgres:// address",
});

/** Who is given the sources of what is deployed. */
const verifiers = z.object({
  SOURCIFY_URL: z
    .union([z.literal("none"), httpUrl], "must be an http:// or https:// address, or none")
    .optional(),
  ETHERSCAN_API_KEY: z
    .string()
    .regex(/^[\w-]{1,128}$/, "must be letters and digits")
    .optional(),
  ETHERSCAN_URL: httpUrl.optional(),
});

const server = z.object({
  ...database.shape,
  ...verifiers.shape,
  DATABASE_LISTEN_URL: databaseUrl.optional(),
  DATABASE_POOL_SIZE: integer(2, 1_000).default(10),
  ...keys.shape,
  DEPLOY_STRATEGY: z
    .enum(["global", "per-deployer", "queue"], "must be global, per-deployer or queue")
    .default("global"),
  QUEUE_URL: queueUrl.optional(),
  WORKER_IN_SERVER: z
    .enum(["true", "false"], "must be true or false")
    .default("false")
    .transform((value) => value === "true"),
  DEPLOY_TIMEOUT_MS: integer(1_000, 900_000).default(45_000),
  QUOTE_SECONDS: integer(30, 86_400).default(900),
  GAS_LOSS_FACTOR: z.coerce
    .number({ error: "must be a number, such as 3 or 1.5" })
    .min(0.001, "must be above zero")
    .max(1_000_000)
    .default(3),
  LANE_DEPTH: integer(1, 1_000).default(16),
  LOCK_POOL_SIZE: integer(1, 100).default(10),
  RETRY_AFTER_SECONDS: integer(1, 300).default(5),
  SWEEP_INTERVAL_MS: integer(0, 3_600_000).default(5_000),
  DENY_SYMBOLS: z
    .string()
    .transform((value) => value.split(",").flatMap((symbol) => symbol.trim() || []))
    .default([]),
  RATE_LIMIT: integer(0, 1_000_000).default(120),
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((value) => value.split(",").flatMap((range) => range.trim() || []))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "must be addresses or CIDR ranges"))),
  UNPAID_DAYS: integer(1, 3_650).default(7),
  CRON_SECRET: secret.optional(),
  METRICS_TOKEN: secret.optional(),
  METRICS_PORT: integer(1, 65_535).optional(),
  METRICS_HOST: z.string().default("127.0.0.1"),
  WALLETCONNECT_PROJECT_ID: z.string().optional(),
  OPERATOR_NAME: z.string().max(80, "must have at most 80 characters").optional(),
  OPERATOR_URL: httpUrl.optional(),
  SUPPORT_EMAIL: z.email("must be an e-mail address").optional(),
  TERMS_URL: httpUrl.optional(),
  FIAT_RATES_URL: httpUrl.optional(),
  VERCEL: z.string().optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

const network = z.object({
  CHAIN_IDS: z
    .string()
    .regex(/^\d+(,\d+)*$/, "must be chain ids separated by commas, such as 1,8453")
    .default("31337")
    .transform((value) => [...new Set(value.split(",").map(Number))]),
});

const chain = z.object({
  RPC_URL: nodeUrls,
  RPC_BATCH: integer(1, 1_000).default(10),
  PUBLIC_RPC_URL: httpUrl.optional(),
  CHECKOUT: address,
  PRICE: z
    .string({ error: `${required}: the service fee in ether, 0 for free` })
    .regex(/^\d+(\.\d{1,18})?$/, "must be an amount of ether, such as 0.01")
    .transform((value) => parseEther(value)),
  CONFIRMATIONS: integer(1, 1_000).default(1),
  MAX_FEE_GWEI: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,9})?$/, "must be an amount of gwei, such as 500")
    .default("500")
    .transform((value) => parseGwei(value)),
  FIAT_RATE: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,12})? [A-Z]{3}$/, "must be what one coin is worth, such as 3000 USD")
    .transform((value) => ({ perCoin: Number.parseFloat(value), currency: value.slice(-3) }))
    .refine(({ perCoin }) => perCoin > 0, "must be more than zero")
    .optional(),
});

const checkoutDeploy = z.object({
  ...verifiers.shape,
  ...keys.shape,
  TREASURY_ADDRESS: address.optional(),
  REFUND_DELAY_SECONDS: integer(0, 30 * 24 * 3600).default(3600),
});

/** Where money is real the treasury is not the hot key by accident, and nobody can refund in the server's face. */
const realCheckoutDeploy = checkoutDeploy.extend({
  TREASURY_ADDRESS: address,
  REFUND_DELAY_SECONDS: integer(600, 30 * 24 * 3600).default(3600),
});
const LOCAL_CHAIN_ID = 31337;

const local = database.partial().extend({ PORT: integer(1, 65_535).default(3000) });
const localChain = z.object({ RPC_URL: httpUrl, PRICE: chain.shape.PRICE }).partial();

export type KeysEnv = z.output<typeof keys>;
export type ChainEnv = z.output<typeof chain> & { id: number };
export type VerifiersEnv = z.output<typeof verifiers>;
export type Env = z.output<typeof server> & { chains: ChainEnv[] };

/**
 * What the server runs with. @throws {InvalidEnvironment} naming every variable that is missing or wrong.
 * @param source `process.env`, or a test's own
 */
export function parseEnv(source: Source = process.env): Env {
  const problems: string[] = [];
  const env = parsePart(server, source, problems);
  requireKey(source, problems);
  const chains = (parsePart(network, source, problems)?.CHAIN_IDS ?? []).flatMap((id) => {
    const parsed = parsePart(chain, source, problems, `_${id}`);
    return parsed ? [{ id, ...parsed }] : [];
  });
  if (!env || problems.length > 0) throw new InvalidEnvironment(problems);
  return { ...env, chains };
}

/** What `npm run db:migrate` needs. @throws {InvalidEnvironment} */
export function parseDatabaseEnv(source: Source = process.env) {
  const problems: string[] = [];
  const env = parsePart(database, source, problems);
  if (!env) throw new InvalidEnvironment(problems);
  return env;
}

/** What `npm run checkout:deploy` needs for one chain. @throws {InvalidEnvironment} */
export function parseCheckoutDeployEnv(chainId: number, source: Source = process.env) {
  const problems: string[] = [];
  const env =
    chainId === LOCAL_CHAIN_ID
      ? parsePart(checkoutDeploy, source, problems)
      : parsePart(realCheckoutDeploy, source, problems);
  requireKey(source, problems);
  const node = parsePart(chain.pick({ RPC_URL: true }), source, problems, `_${chainId}`);
  if (!env || !node || problems.length > 0) throw new InvalidEnvironment(problems);
  return { ...env, ...node };
}

/** What the commands that start parts of their own use instead, where it is set. @throws {InvalidEnvironment} */
export function parseLocalEnv(source: Source = process.env) {
  const problems: string[] = [];
  const env = parsePart(local, source, problems);
  const node = parsePart(localChain, source, problems, "_31337");
  if (!env || !node) throw new InvalidEnvironment(problems);
  return { ...env, ...node };
}

/** Notes where no variable names a key. */
function requireKey(source: Source, problems: string[]): void {
  const names = ["DEPLOYER_PRIVATE_KEY", "DEPLOYER_KEYSTORE", "DEPLOYER_AWS_KMS_KEY", "DEPLOYER_GCP_KMS_KEY"];
  if (names.some((name) => source[name]?.replaceAll(/[\s,]/g, ""))) return;
  problems.push(
    `DEPLOYER_PRIVATE_KEY ${required}: one private key or more, separated by commas, or another variable that names keys`,
  );
}

/** Reads the schema's variables, each under its name and `suffix`. An empty variable counts as one not set. */
function parsePart<T extends z.ZodObject>(
  schema: T,
  source: Source,
  problems: string[],
  suffix = "",
): z.output<T> | undefined {
  const read = Object.keys(schema.shape).map((name) => [name, source[name + suffix] || undefined]);
  const result = schema.safeParse(Object.fromEntries(read));
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const name = `${String(issue.path[0])}${suffix}`;
    problems.push(
      source[name] || issue.message.startsWith(required)
        ? `${name} ${issue.message}`
        : `${name} ${required} and ${issue.message}`,
    );
  }
  return undefined;
}
