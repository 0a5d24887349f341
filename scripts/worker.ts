import { createContext } from "#lib/base/context.ts";
import { parseEnv } from "#lib/base/env.ts";
import { Failure } from "#lib/local/failure.ts";
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
