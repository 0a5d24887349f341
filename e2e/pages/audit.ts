import lighthouse from "lighthouse";

/** The categories of a report, as Lighthouse names them. */
export const categories = ["performance", "accessibility", "best-practices", "seo"] as const;

/** Of 100 each. */
export type Scores = Record<(typeof categories)[number], number>;

/**
 * `missed` is what a page falls short in: the titles of audits that did not pass. `machine` is what Lighthouse makes of
 * the processor's speed, about 1500 for a fast desktop: what it measures it multiplies, so a slow one lowers the scores.
 */
export type Audit = { scores: Scores; missed: string[]; machine: number };

type Phone = {
  /** Where a browser is told what to do by the DevTools protocol. */
  port: number;
  /** How many times slower the phone is than this machine. */
  slowdown: number;
};

/** Lighthouse's own settings for a phone, but for its processor: a slow network, simulated. */
export async function auditPage(url: string, { port, slowdown }: Phone): Promise<Audit> {
  const result = await lighthouse(url, {
    port,
    logLevel: "silent",
    onlyCategories: [...categories],
    throttling: { cpuSlowdownMultiplier: slowdown },
  });
  if (!result) throw new Error(`Lighthouse has no report of ${url}.`);
  const { lhr } = result;
  if (lhr.runtimeError) throw new Error(`Lighthouse can't open ${url}: ${lhr.runtimeError.message}`);
  const scoreOf = (name: string) => Math.round(100 * (lhr.categories[name]?.score ?? 0));
  return {
    scores: {
      performance: scoreOf("performance"),
      accessibility: scoreOf("accessibility"),
      "best-practices": scoreOf("best-practices"),
      seo: scoreOf("seo"),
    },
    machine: Math.round(lhr.environment.benchmarkIndex),
    missed: categories.flatMap((name) => missedIn(lhr, name)),
  };
}

type Report = NonNullable<Awaited<ReturnType<typeof lighthouse>>>["lhr"];

function missedIn({ categories: found, audits }: Report, name: string): string[] {
  const weighed = found[name]?.auditRefs.filter(({ weight }) => weight > 0) ?? [];
  return weighed.flatMap(({ id }) => {
    const audit = audits[id];
    const isMissed = audit && audit.score !== null && audit.score < 0.9;
    return isMissed ? [`${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ""}`] : [];
  });
}
