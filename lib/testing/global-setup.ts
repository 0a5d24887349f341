import type { TestProject } from "vitest/node";
import { startChain } from "#lib/local/chain.ts";
import { createDatabase, startPostgres } from "#lib/local/postgres.ts";
import type { Stoppable } from "#lib/local/process.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A PostgreSQL server, on which every test file makes a database of its own. */
    postgresUrl: string;
    /** A database on it that has the schema and nothing else, to be copied. */
    emptyDatabase: string;
    /** A chain that makes a block for each transaction; every test file has its own Checkout and keys on it. */
    rpcUrl: string;
  }
}

/** Starts once what all test files share. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running: Stoppable[] = [];
  const stop = async () => {
    for (const part of running.toReversed()) await part.stop();
  };
  try {
    const [database, chain] = await Promise.all([startPostgres(), startChain({ blockTimeMs: 0 })]);
    running.push(database, chain);
    const { name } = await createDatabase(database.url, "empty");
    project.provide("postgresUrl", database.url);
    project.provide("emptyDatabase", name);
    project.provide("rpcUrl", chain.rpcUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
