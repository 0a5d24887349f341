/**
 * What a deploy does, in this order. Each is named when it is done: the lock is held, the chain was read, the journal
 * is committed, the bytes were handed to the node, the receipt has its confirmations, the token was read back, the
 * order is written, the transaction that held the lock is committed, and the answer is about to leave.
 */
export const deploySteps = [
  "locked",
  "read",
  "journaled",
  "broadcast",
  "mined",
  "verified",
  "written",
  "committed",
  "answering",
] as const;
export type DeployStep = (typeof deploySteps)[number];

/** Whether a deploy is at work. One that has let go of its lock has ended, with a token or without. */
export function isAtWork(step: DeployStep | null): step is DeployStep {
  return step !== null && step !== "committed" && step !== "answering";
}
