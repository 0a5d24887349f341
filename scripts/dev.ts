import { runCommand } from "./support/command.ts";
import { localVariables, runLocalApp } from "./support/local-app.ts";
import { readOptions } from "./support/options.ts";

readOptions({
  call: "npm run dev",
  about: `The demo's parts, with hot reload. Runs until Ctrl-C.\n${localVariables}`,
  options: {},
});

await runCommand((keep) => runLocalApp("dev", keep), { interruptedCode: 0 });
