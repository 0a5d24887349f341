import { z } from "zod";

/** What the process of pages is told: which orders to follow and how, then to stop. */
export const wanted = z.discriminatedUnion("name", [
  z.object({ name: z.literal("follow"), by: z.enum(["streams", "polls"]), urls: z.array(z.url()) }),
  z.object({ name: z.literal("stop") }),
]);

/** What it tells: that every page has its order, then what all of them have seen. `at` is in milliseconds since the epoch. */
export const told = z.discriminatedUnion("name", [
  z.object({ name: z.literal("ready") }),
  z.object({
    name: z.literal("stopped"),
    seen: z.array(z.object({ url: z.string(), expiresAt: z.string(), at: z.number() })),
    requests: z.number(),
    failures: z.number(),
  }),
]);

export type Wanted = z.output<typeof wanted>;
export type Told = z.output<typeof told>;

/** The time, to parts of a millisecond, in every process of this machine alike. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
