import { setTimeout as delay } from "node:timers/promises";
import { deploySteps, type DeployStep } from "#lib/shared/steps.ts";
import { unlessAborted } from "../world/wait.ts";
import { reached, type Fault, type Scene } from "./scene.ts";

/** Whoever deploys dies at a step of it, without a chance to tidy up; where both are to die, each in its turn. */
function killedWhen(step: DeployStep): Fault["inject"] {
  return async (scene, draw) => {
    const order = await reached(scene, draw, "placed");
    if (!order) return false;
    const { instances } = scene.world;
    const where = { step, token: order.address };
    const ends = instances.map((instance) => instance.ended());
    await Promise.all(instances.map((instance) => instance.killAt(where)));
    const died = (await unlessAborted(Promise.race(ends), scene.over)) !== null;
    if (!draw.both) await disarm(scene);
    if (died) await delay(draw.durationMs);
    await disarm(scene);
    for (const instance of instances) if (!instance.isUp()) await instance.start();
    return died;
  };
}

/** Servers answer, and where there is no queue they deploy as well. */
const serverFaults: Fault[] = deploySteps.map((step) => ({
  name: `server killed when ${step}`,
  area: "process",
  inject: killedWhen(step),
}));

const workerFaults: Fault[] = deploySteps
  .filter((step) => step !== "answering")
  .map((step) => ({
    name: `worker killed when ${step}`,
    area: "process",
    needs: { queue: true },
    inject: killedWhen(step),
  }));

export const processFaults: Fault[] = [...serverFaults, ...workerFaults];

async function disarm({ world }: Scene): Promise<void> {
  await Promise.all(world.instances.map((instance) => instance.killAt(null)));
}
