import { runCommand } from "./support/command.ts";
import { localVariables, runLocalApp } from "./support/local-app.ts";
import { readOptions } from "./support/options.ts";

readOptions({
  call: "npm run demo",
  about: `Everything on this machine: PostgreSQL, a chain, the production build. Runs until Ctrl-C.\n${localVariables}`,
  options: {},
});

await runCommand((keep) => runLocalApp("start", keep), { interruptedCode: 0 });
