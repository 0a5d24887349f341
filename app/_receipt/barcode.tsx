const BARS = 32;

/** Bars as wide as an address's digits are large. Decoration: what they say is printed on the receipt in full. */
export function Barcode({ address }: { address: string }) {
  const { bars, width } = layOut(address);
  return (
    <svg
      viewBox={`0 0 ${width} 20`}
      preserveAspectRatio="none"
      className="h-9 w-full fill-ink/80"
      aria-hidden
    >
      {bars.map((bar) => (
        <rect key={bar.x} x={bar.x} width={bar.width} height="20" />
      ))}
    </svg>
  );
}

function layOut(address: string): { bars: { x: number; width: number }[]; width: number } {
  const bars: { x: number; width: number }[] = [];
  let end = 0;
  for (let index = 0; index < BARS; index++) {
    const width = 1 + (Number.parseInt(address.charAt(2 + index), 16) % 4);
    bars.push({ x: end, width });
    end += width + 1 + (index % 2);
  }
  return { bars, width: end };
}
