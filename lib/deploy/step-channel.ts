import "server-only";
import { channel } from "node:diagnostics_channel";
import type { Address } from "viem";
import { z } from "zod";
import { deploySteps, type DeployStep } from "#lib/shared/steps.ts";

/** Each step of a deploy, as it is done: `{ step, chainId, token }`, published on `coinwright:deploy`. */
const deploys = channel("coinwright:deploy");
const stepDone = z.object({ step: z.enum(deploySteps), chainId: z.number(), token: z.custom<Address>() });
export type StepDone = z.output<typeof stepDone>;

/** Says that a deploy has done a step. Whoever listens is called before this returns. */
export function publishStep(
  step: DeployStep,
  { chainId, address }: { chainId: number; address: Address },
): void {
  deploys.publish({ step, chainId, token: address } satisfies StepDone);
}

/** Calls `listener` for each step of this process's deploys. */
export function onStep(listener: (done: StepDone) => void): void {
  deploys.subscribe((published) => listener(stepDone.parse(published)));
}
