import { setTimeout as delay } from "node:timers/promises";
import { deploySteps } from "#lib/shared/steps.ts";
import { unlessAborted } from "../world/wait.ts";
import { reached, type Fault, type Scene } from "./scene.ts";

/** A server dies at a step of a deploy, without a chance to tidy up; where both are to die, each in its turn. */
export const processFaults: Fault[] = deploySteps.map((step) => ({
  name: `server killed when ${step}`,
  area: "process",
  inject: async (scene, draw) => {
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
  },
}));

async function disarm({ world }: Scene): Promise<void> {
  await Promise.all(world.instances.map((instance) => instance.killAt(null)));
}
