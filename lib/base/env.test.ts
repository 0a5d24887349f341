import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { InvalidEnvironment, parseCheckoutDeployEnv, parseEnv, parseLocalEnv } from "./env.ts";

const privateKey = `0x${"11".repeat(32)}`;
const right = {
  DATABASE_URL: "postgres://user:secret@localhost/coinwright",
  CHAIN_IDS: "31337",
  RPC_URL_31337: "http://127.0.0.1:8545",
  CHECKOUT_31337: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  PRICE_31337: "0.01",
  DEPLOYER_PRIVATE_KEY: privateKey,
};

test("a right environment has its defaults", () => {
  expect(parseEnv(right)).toMatchObject({
    DEPLOY_STRATEGY: "global",
    DATABASE_POOL_SIZE: 10,
    DEPLOY_TIMEOUT_MS: 45_000,
    GAS_LOSS_FACTOR: 3,
    LOCK_POOL_SIZE: 10,
    RETRY_AFTER_SECONDS: 5,
    chains: [{ id: 31337, PRICE: 10n ** 16n, CONFIRMATIONS: 1 }],
  });
});

test("everything that is wrong is named at once, and no secret is repeated", () => {
  const wrong = {
    ...right,
    DATABASE_URL: "mysql://secret",
    DEPLOYER_PRIVATE_KEY: "secret",
    RPC_URL_31337: "",
    PRICE_31337: "free",
  };
  const message = messageOf(() => parseEnv(wrong));
  for (const name of ["DATABASE_URL", "DEPLOYER_PRIVATE_KEY", "RPC_URL_31337 is required", "PRICE_31337"])
    expect(message).toContain(name);
  expect(message).not.toContain("secret");
});

test("a key that is none is refused without being repeated", () => {
  const message = messageOf(() => parseEnv({ ...right, DEPLOYER_PRIVATE_KEY: `0x${"ff".repeat(32)}` }));
  expect(message).toContain("DEPLOYER_PRIVATE_KEY must be a private key of secp256k1");
  expect(message).not.toMatch(/ffff|1157920/);
});

test("addresses come out checksummed", () => {
  const [chain] = parseEnv({ ...right, CHECKOUT_31337: right.CHECKOUT_31337.toLowerCase() }).chains;
  expect(chain?.CHECKOUT).toBe(right.CHECKOUT_31337);
});

test("several keys are several accounts, and several chains need their variables each", () => {
  const keys = parseEnv({
    ...right,
    DEPLOYER_PRIVATE_KEY: `${privateKey}, 0x${"22".repeat(32)}`,
  }).DEPLOYER_PRIVATE_KEY;
  expect(keys).toHaveLength(2);
  expect(messageOf(() => parseEnv({ ...right, CHAIN_IDS: "31337,8453" }))).toContain(
    "RPC_URL_8453 is required",
  );
});

test("several nodes are separated by commas, and a wrong one is named without being repeated", () => {
  const nodes = "https://one.example/key, http://two.example";
  expect(parseEnv({ ...right, RPC_URL_31337: nodes }).chains[0]?.RPC_URL).toEqual([
    "https://one.example/key",
    "http://two.example",
  ]);
  const message = messageOf(() => parseEnv({ ...right, RPC_URL_31337: "https://one.example,ftp://secret" }));
  expect(message).toContain("RPC_URL_31337 must be http:// or https:// addresses");
  expect(message).not.toContain("secret");
});

test("where money is real, earnings go to an address that was chosen, and a refund takes ten minutes at least", () => {
  const { DEPLOYER_PRIVATE_KEY } = right;
  const real = { RPC_URL_8453: "http://127.0.0.1:1", DEPLOYER_PRIVATE_KEY };
  expect(messageOf(() => parseCheckoutDeployEnv(8453, real))).toContain("TREASURY_ADDRESS is required");
  const chosen = { ...real, TREASURY_ADDRESS: `0x${"11".repeat(20)}` };
  expect(messageOf(() => parseCheckoutDeployEnv(8453, { ...chosen, REFUND_DELAY_SECONDS: "0" }))).toContain(
    "REFUND_DELAY_SECONDS",
  );
  expect(parseCheckoutDeployEnv(8453, chosen).REFUND_DELAY_SECONDS).toBe(3600);
});

test("symbols to deny are separated by commas, and none are by default", () => {
  expect(parseEnv(right).DENY_SYMBOLS).toEqual([]);
  expect(parseEnv({ ...right, DENY_SYMBOLS: " USDT, eurc,," }).DENY_SYMBOLS).toEqual(["USDT", "eurc"]);
});

test("how much an operator is ready to lose is a positive number, parts included", () => {
  expect(parseEnv({ ...right, GAS_LOSS_FACTOR: "1.5" }).GAS_LOSS_FACTOR).toBe(1.5);
  for (const wrong of ["0", "-3", "much", "Infinity"])
    expect(messageOf(() => parseEnv({ ...right, GAS_LOSS_FACTOR: wrong }))).toContain("GAS_LOSS_FACTOR");
});

test("what one coin is worth is a number and a currency", () => {
  expect(rateOf("")).toBeUndefined();
  expect(rateOf("3000.5 USD")).toEqual({ perCoin: 3000.5, currency: "USD" });
  for (const wrong of ["3000", "USD", "3000 usd", "-1 USD", "0 USD", "1e3 USD", "3000 DOLLARS"])
    expect(messageOf(() => rateOf(wrong))).toContain("FIAT_RATE_31337 must be");
});

function rateOf(FIAT_RATE_31337: string) {
  return parseEnv({ ...right, FIAT_RATE_31337 }).chains[0]?.FIAT_RATE;
}

test("an operator's addresses are of the web, and nothing that runs in a page", () => {
  for (const name of ["OPERATOR_URL", "TERMS_URL", "FIAT_RATES_URL"])
    for (const wrong of ["javascript:alert(1)", "data:text/html,x", "example.com"])
      expect(messageOf(() => parseEnv({ ...right, [name]: wrong }))).toContain(`${name} must be an http://`);
  expect(messageOf(() => parseEnv({ ...right, SUPPORT_EMAIL: "nobody" }))).toContain("SUPPORT_EMAIL must be");
});

test("deploying a Checkout needs no Checkout", () => {
  const { RPC_URL_31337, DEPLOYER_PRIVATE_KEY } = right;
  expect(parseCheckoutDeployEnv(31337, { RPC_URL_31337, DEPLOYER_PRIVATE_KEY }).REFUND_DELAY_SECONDS).toBe(
    3600,
  );
  expect(messageOf(() => parseCheckoutDeployEnv(1, { DEPLOYER_PRIVATE_KEY }))).toContain(
    "RPC_URL_1 is required",
  );
});

test(".env.example names every variable that is read, and no other", () => {
  const example = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
  const named = new Set([...example.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name));
  const read = new Set<string>();
  const recorder = new Proxy<Record<string, string | undefined>>(
    {},
    { get: (target, name) => (read.add(String(name)), target[String(name)]) },
  );
  for (const parser of [() => parseEnv(recorder), () => parseCheckoutDeployEnv(31337, recorder)])
    messageOf(parser);
  expect(named).toEqual(read);
});

function messageOf(parser: () => unknown): string {
  try {
    parser();
  } catch (error) {
    if (error instanceof InvalidEnvironment) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

test("the local commands need nothing, and refuse what is wrong", () => {
  expect(parseLocalEnv({})).toEqual({ PORT: 3000 });
  const set = { PORT: "4000", DATABASE_URL: right.DATABASE_URL, PRICE_31337: "0" };
  expect(parseLocalEnv(set)).toEqual({ PORT: 4000, DATABASE_URL: right.DATABASE_URL, PRICE: 0n });
  const wrong = { PORT: "http", DATABASE_URL: "secret", RPC_URL_31337: "secret", PRICE_31337: "free" };
  const message = messageOf(() => parseLocalEnv(wrong));
  for (const name of Object.keys(wrong)) expect(message).toContain(`${name} must be`);
  expect(message).not.toContain("secret");
});
