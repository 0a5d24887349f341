import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, totalmem } from "node:os";
import pg from "pg";
import { z } from "zod";
import { root } from "#lib/local/process.ts";

/** What figures were measured on, and of what. */
export type Machine = {
  at: string;
  /** Null where the project is no clone. With `+` where files differ from that commit. */
  commit: string | null;
  cores: number;
  processor: string;
  memoryGiB: number;
  node: string;
  postgres: string;
  hardhat: string;
  anvil: string;
  next: string;
};

export async function describeMachine(postgresUrl: string): Promise<Machine> {
  return {
    at: new Date().toISOString(),
    commit: commitOf(),
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? "unknown",
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: await postgresVersion(postgresUrl),
    hardhat: packageVersion("hardhat"),
    anvil: packageVersion("@foundry-rs/anvil"),
    next: packageVersion("next"),
  };
}

function commitOf(): string | null {
  try {
    return `${git("rev-parse", "--short=10", "HEAD")}${git("status", "--porcelain") === "" ? "" : "+"}`;
  } catch {
    return null;
  }
}

function git(...args: string[]): string {
  return execFileSync("git", args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

async function postgresVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query("show server_version");
    return z.tuple([z.object({ server_version: z.string() })]).parse(rows)[0].server_version;
  } finally {
    await client.end();
  }
}

function packageVersion(name: string): string {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, "utf8"))).version;
}
