import { useFormatter, useTranslations } from "next-intl";
import { useCode } from "#app/_client/use-code.ts";
import type { DeployHour, RequestHour } from "#lib/shared/status/status.ts";
import { useDuration } from "../_now/use-duration.ts";
import { barsOf, type Bar } from "./hours.ts";

type Props = { at: string; day: readonly DeployHour[] | null; requests: readonly RequestHour[] };

/** The last day by the hour: what was made, how long it took, and what was refused. */
export function LastDay({ at, day, requests }: Props) {
  const words = useTranslations("status");
  const format = useFormatter();
  const duration = useDuration();
  const now = Date.parse(at);
  const hours = day ?? [];
  const deployed = barsOf(hours, now, (hour) => hour?.deployed ?? 0);
  const seconds = barsOf(hours, now, (hour) => hour?.mostSeconds ?? null);
  const refused = barsOf(requests, now, (hour) =>
    hour && hour.answered > 0 ? (100 * hour.unavailable) / hour.answered : null,
  );
  const longest = mostOf(seconds);
  return (
    <section aria-labelledby="day" className="mt-10">
      <h3 id="day" className="text-lg font-semibold tracking-tight">
        {words("day")}
      </h3>
      <Figure
        title={words("deployed")}
        summary={words("deployedSum", {
          total: format.number(sumOf(deployed.map(({ value }) => value ?? 0))),
          most: format.number(mostOf(deployed) ?? 0),
        })}
        bars={deployed}
      />
      <Figure
        title={words("paidToToken")}
        summary={words("paidToTokenSum", { most: longest === null ? words("none") : duration(longest) })}
        bars={seconds}
      />
      <Figure
        title={words("unavailable")}
        summary={words("unavailableSum", {
          total: format.number(sumOf(requests.map(({ answered }) => answered))),
          count: format.number(sumOf(requests.map(({ unavailable }) => unavailable))),
        })}
        bars={refused}
      />
    </section>
  );
}

type FigureProps = { title: string; summary: string; bars: readonly Bar[] };

/** What is drawn is said in words as well. */
function Figure({ title, summary, bars }: FigureProps) {
  const isKnown = bars.some(({ value }) => value !== null);
  const code = useCode("charts", () => import("./hour-chart.tsx"), isKnown);
  return (
    <figure className="mt-6">
      <figcaption>
        <span className="block font-medium">{title}</span>
        <span className="block text-sm text-muted">{summary}</span>
      </figcaption>
      {isKnown && (
        <div className="mt-2 h-44" role="img" aria-label={`${title}. ${summary}`}>
          {code && <code.HourChart bars={bars} />}
        </div>
      )}
    </figure>
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function mostOf(bars: readonly Bar[]): number | null {
  return bars.reduce<number | null>(
    (most, { value }) => (value === null || (most !== null && most > value) ? most : value),
    null,
  );
}
