import { useFormatter, useLocale } from "next-intl";
import { Bar as Bars, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { Bar } from "./hours.ts";

const text = { fill: "var(--color-muted)", fontSize: 12 };

/** Bars by the hour, in the colours of the page; whatever it is drawn in says in words what it shows. */
export function HourChart({ bars }: { bars: readonly Bar[] }) {
  const format = useFormatter();
  const hour = new Intl.DateTimeFormat(useLocale(), { hour: "2-digit", hour12: false });
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={[...bars]} margin={{ top: 4, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--color-rule)" />
        <XAxis
          dataKey="at"
          tickFormatter={(at: number) => hour.format(at)}
          tick={text}
          stroke="var(--color-edge)"
          minTickGap={16}
        />
        <YAxis
          width={48}
          tickFormatter={(value: number) => format.number(value, { notation: "compact" })}
          tick={text}
          stroke="var(--color-edge)"
          allowDecimals={false}
        />
        <Bars dataKey="value" fill="var(--color-accent)" isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
