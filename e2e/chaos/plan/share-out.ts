import { isDeepStrictEqual } from "node:util";
import type { Named, Needs, Setting } from "./plan.ts";

type Share = { setting: Setting; names: string[] };

/** Gives each fault one of the settings that it can happen with, as many to each as can be. */
export function shareOut(faults: readonly Named[], settings: readonly Setting[]): Share[] {
  const shares = settings.map((setting): Share => ({ setting, names: [] }));
  const fitting = ({ needs }: Named) => shares.filter(({ setting }) => fits(setting, needs ?? {}));
  // Those with the least choice first.
  for (const fault of faults.toSorted((a, b) => fitting(a).length - fitting(b).length)) {
    const [share] = fitting(fault).toSorted((a, b) => a.names.length - b.names.length);
    if (!share) throw new Error(`"${fault.name}" can happen with none of these settings.`);
    share.names.push(fault.name);
  }
  return shares;
}

function fits(setting: Setting, { queue, setting: wanted }: Needs): boolean {
  if (queue && setting.strategy === "global") return false;
  const same = { ...setting, ...wanted };
  return isDeepStrictEqual(same, setting);
}
