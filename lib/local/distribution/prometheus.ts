import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { Failure } from "#lib/local/failure.ts";
import { freePort } from "#lib/local/free-port.ts";
import { outputOf, root, spawnProgram, stopProcess, until, type Stoppable } from "#lib/local/process.ts";
import { findProgram } from "./find-program.ts";

/** How long everything takes here that the documented files give minutes for. */
const QUICK = { scrape: "1s", rate: "5s", pending: "1s" };

const alerts = z.object({
  data: z.object({
    alerts: z.array(z.object({ labels: z.record(z.string(), z.string()), state: z.string() })),
  }),
});
const series = z.object({
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }),
});

export type Prometheus = Stoppable & {
  folder: string;
  /** The labels of each alert that fires now, by its name. */
  firing: () => Promise<Map<string, Record<string, string>>>;
  /** The labels of each series that a query has had within the last minutes. */
  query: (expression: string) => Promise<Record<string, string>[]>;
};

/**
 * Prometheus, configured as `docs/ops` says, but quicker, and with these to watch.
 * @param targets host and port of each
 * @throws {Failure}
 */
export async function startPrometheus(targets: string[], token: string): Promise<Prometheus> {
  const program = findProgram("prometheus");
  if (!program) throw new Failure("There is no Prometheus. Install it with: apt-get install prometheus");
  const folder = mkdtempSync(join(tmpdir(), "coinwright-prometheus-"));
  writeConfiguration(folder, targets, token);
  const address = `127.0.0.1:${await freePort()}`;
  const args = [
    `--config.file=${join(folder, "prometheus.yml")}`,
    `--storage.tsdb.path=${join(folder, "data")}`,
    `--web.listen-address=${address}`,
  ];
  const child = spawnProgram(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ask = async (path: string, parameters: Record<string, string> = {}): Promise<unknown> => {
    const response = await fetch(`http://${address}${path}?${new URLSearchParams(parameters)}`);
    if (!response.ok)
      throw new Error(`${path} is answered with ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const ready = () => ask("/api/v1/query", { query: "vector(1)" });
  await until("Prometheus", { child, output: outputOf(child), ready });
  return {
    folder,
    firing: async () => {
      const { data } = alerts.parse(await ask("/api/v1/alerts"));
      const firing = data.alerts.filter(({ state }) => state === "firing");
      return new Map(firing.map(({ labels }) => [labels["alertname"] ?? "", labels]));
    },
    query: async (expression) => {
      const end = Date.now() / 1_000;
      const range = { start: String(end - 300), end: String(end), step: "1s" };
      const { data } = series.parse(await ask("/api/v1/query_range", { query: expression, ...range }));
      return data.result.map(({ metric }) => metric);
    },
    stop: async () => {
      await stopProcess(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The documented files, of which nothing but the times, the targets and the place of the token is another. */
function writeConfiguration(folder: string, targets: string[], token: string): void {
  const tokenFile = join(folder, "token");
  writeFileSync(tokenFile, token);
  const rules = documented("alerts.yml")
    .replace(/(?<=for: )\w+/g, QUICK.pending)
    .replace(/\[\w+\]/g, `[${QUICK.rate}]`);
  writeFileSync(join(folder, "alerts.yml"), rules);
  const list = targets.map((target) => `          - ${target}\n`).join("");
  const configuration = documented("prometheus.yml")
    .replace(/(?<=_interval: )\w+/g, QUICK.scrape)
    .replace(/(?<=credentials_file: ).*/, tokenFile)
    .replace(/(?<=targets:\n)(?: +- .*\n)+/, list);
  writeFileSync(join(folder, "prometheus.yml"), configuration);
}

function documented(name: string): string {
  return readFileSync(join(root, "docs", "ops", name), "utf8");
}
