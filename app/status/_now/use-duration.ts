import { useLocale } from "next-intl";

const UNITS = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const;

/** Says how long something takes, in the largest unit of which there is one. */
export function useDuration(): (seconds: number) => string {
  const locale = useLocale();
  return (seconds) => {
    const { unit, seconds: each } = UNITS.find((of) => seconds >= of.seconds) ?? UNITS[3];
    const format = new Intl.NumberFormat(locale, {
      style: "unit",
      unit,
      unitDisplay: "short",
      maximumFractionDigits: each > 60 ? 1 : 0,
    });
    return format.format(seconds / each);
  };
}
