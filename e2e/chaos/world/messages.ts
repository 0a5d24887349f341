import { z } from "zod";
import { deploySteps } from "#lib/shared/steps.ts";

/** What a server publishes on the channel `coinwright:deploy`, and its hook passes on to the harness. */
export const stepReport = z.object({ step: z.enum(deploySteps), chainId: z.number(), token: z.string() });
export type StepReport = z.output<typeof stepReport>;

/** What the harness tells a hook: where its server dies, or nowhere. It is answered with `READY` once it holds. */
export const command = z.object({ killAt: stepReport.pick({ step: true, token: true }).nullable() });
export type Command = z.output<typeof command>;

export const READY = "ready";
