import "server-only";
import { Registry } from "prom-client";
import type { Context } from "#lib/base/context.ts";
import { instruments } from "#lib/base/telemetry/instruments.ts";
import { createGauges } from "./gauges.ts";
import { openReadings, type Readings } from "./readings.ts";
import { setGauges } from "./set-gauges.ts";

export type Metrics = {
  /** All metrics of this process, in Prometheus' text format. It never fails, and takes some seconds at most. */
  text: () => Promise<string>;
  contentType: string;
  /** What of these was read of the parts. */
  read: () => Promise<Readings>;
};

/** What a process counts of itself, and what it reads of its parts; a part that is down takes only its own away. */
export function openMetrics(context: Context): Metrics {
  const registry = new Registry();
  const gauges = createGauges(registry);
  const readAll = openReadings(context);
  let rendering: Promise<string> | null = null;

  async function render(): Promise<string> {
    const read = await readAll();
    registry.resetMetrics();
    setGauges(gauges, context, read);
    return `${await instruments().registry.metrics()}\n${await registry.metrics()}`;
  }

  return {
    text: () => {
      // One at a time: the next one sets what this one tells.
      rendering ??= render().finally(() => (rendering = null));
      return rendering;
    },
    contentType: registry.contentType,
    read: readAll,
  };
}

// As the context, one for all of a process.
declare global {
  var coinwrightMetrics: WeakMap<Context, Metrics> | undefined;
}

/** A context's metrics, opened when they are first asked for. */
export function metricsOf(context: Context): Metrics {
  const known = (globalThis.coinwrightMetrics ??= new WeakMap());
  const present = known.get(context);
  if (present) return present;
  const opened = openMetrics(context);
  known.set(context, opened);
  return opened;
}
