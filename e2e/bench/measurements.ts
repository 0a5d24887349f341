import type { Measurement } from "./measure/section.ts";
import { gas } from "./sections/gas/gas.ts";
import { latency } from "./sections/latency/latency.ts";
import { list } from "./sections/list/list.ts";
import { lock } from "./sections/lock.ts";
import { pages } from "./sections/pages/pages.ts";
import { paidToToken } from "./sections/paid-to-token.ts";
import { refusal } from "./sections/refusal.ts";
import { backlog } from "./sections/throughput/backlog.ts";
import { throughput } from "./sections/throughput/throughput.ts";
import { ways } from "./sections/ways/ways.ts";

/** All there is to measure, in the order of the report. */
export const measurements: readonly Measurement[] = [
  ways,
  latency,
  lock,
  refusal,
  throughput,
  backlog,
  paidToToken,
  pages,
  list,
  gas,
];
