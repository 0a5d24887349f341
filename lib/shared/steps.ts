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
