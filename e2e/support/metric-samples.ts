/** One line of Prometheus' text format. */
export type Sample = { name: string; labels: Record<string, string>; value: number };

/** Reads Prometheus' text format, version 0.0.4. */
export function samplesOf(text: string): Sample[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name = "", labels = "", value = ""] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
      return {
        name,
        labels: Object.fromEntries(pairs.map(([, label = "", said = ""]) => [label, said])),
        value: value === "+Inf" ? Infinity : Number(value),
      };
    });
}

export async function scrape(url: string, token: string): Promise<Sample[]> {
  const response = await fetch(`${url}/api/metrics`, { headers: { Authorization: `Bearer ${token}` } });
  if (response.status !== 200) throw new Error(`The metrics are answered with ${response.status}.`);
  return samplesOf(await response.text());
}

/** The sum of what has this name and these labels. */
export function valueOf(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number {
  return samples
    .filter((each) => each.name === name)
    .filter((each) => Object.entries(labels).every(([label, value]) => each.labels[label] === value))
    .reduce((total, { value }) => total + value, 0);
}
