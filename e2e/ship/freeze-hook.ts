import { subscribe } from "node:diagnostics_channel";

/** Preloaded into a server: it freezes, once, when a deploy reaches the step of FREEZE_AT, and tells its parent before. */
const step = process.env["FREEZE_AT"];
let isDone = false;

subscribe("coinwright:deploy", (message) => {
  if (isDone || typeof message !== "object" || message === null || !("step" in message)) return;
  if (message.step !== step) return;
  isDone = true;
  process.send?.("frozen");
  process.kill(process.pid, "SIGSTOP");
});
