import { subscribe } from "node:diagnostics_channel";
import { command, READY, stepReport, type Command } from "./messages.ts";

/** Preloaded into a server: reports each step of a deploy to the harness, and kills the server where it is told to. */
let killAt: Command["killAt"] = null;

if (process.send) {
  process.on("message", (message) => {
    ({ killAt } = command.parse(message));
    process.send?.(READY);
  });
  // No server outlives the harness.
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

  subscribe("coinwright:deploy", (message) => {
    const report = stepReport.parse(message);
    if (killAt?.step === report.step && killAt.token === report.token) process.kill(process.pid, "SIGKILL");
    process.send?.(report);
  });
}
