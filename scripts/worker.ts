import { createContext, type Context } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { Failure } from "#lib/local/failure.ts";
import type { Keep } from "#lib/local/process.ts";
import { serveMetrics } from "#lib/metrics/serve-metrics.ts";
import { runBackground } from "#lib/sweep/background.ts";
import { runCommand } from "./support/command.ts";
import { readOptions } from "./support/options.ts";

readOptions({
  call: "npm run worker",
  about: `Delivers orders that wait in the queue, with the variables that .env.example lists; any number of workers may run, on
any number of machines. Runs until it is told to end, and then gives back what it has not ended.`,
  options: {},
});

await runCommand(
  async (keep) => {
    const context = await createContext(parseEnv());
    if (context.env.DEPLOY_STRATEGY !== "queue")
      throw new Failure("There is no queue to work on. Set DEPLOY_STRATEGY=queue, as for the servers.");
    await keepMetrics(context, keep);
    const ending = new AbortController();
    const working = runBackground(context, ending.signal);
    keep({
      stop: async () => {
        ending.abort();
        await working;
      },
    });
    context.log.info("worker ready");
    // For a process manager that waits for that.
    process.send?.("ready");
    await working;
  },
  { interruptedCode: 0 },
);

async function keepMetrics(context: Context, keep: Keep): Promise<void> {
  const { METRICS_PORT: port, METRICS_HOST: host, METRICS_TOKEN: token } = context.env;
  if (!port) return;
  if (!token)
    throw new Failure("METRICS_PORT needs METRICS_TOKEN, by which those are known who may read the metrics.");
  try {
    keep(await serveMetrics(context, { host, port, token }));
  } catch (cause) {
    throw new Failure(`Nothing can listen on METRICS_PORT ${port} of ${host}. Free it, or name another.`, {
      cause,
    });
  }
}
