import type { Scene } from "./state.ts";

let release: (() => Promise<void>) | undefined;

/** Stops the server's deploys, until they are told to go on. */
export async function hold({ holdDeploys }: Pick<Scene, "holdDeploys">): Promise<void> {
  release = await holdDeploys();
}

/** Lets the server's deploys go on, where they were stopped. */
export async function goOn(): Promise<void> {
  await release?.();
}
