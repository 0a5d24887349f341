const SIZE = 6;

/** A mirrored pattern of 6 by 6 dots made from an address's own bits; an empty frame where there is none yet. */
export function Identicon({ address, size = 44 }: { address: string | null; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="-0.5 -0.5 7 7"
      className="shrink-0 rounded-md bg-rule/50"
      aria-hidden
    >
      {address &&
        cellsOf(address).map(({ x, y, shade }) => (
          <rect
            key={`${x},${y}`}
            x={x}
            y={y}
            width="1.02"
            height="1.02"
            className={shade === 3 ? "fill-accent" : "fill-ink"}
          />
        ))}
    </svg>
  );
}

/** Two bits a cell: half of them stay blank, the others are of one shade or the other. */
function cellsOf(address: string): { x: number; y: number; shade: number }[] {
  const bits = BigInt(address);
  return Array.from({ length: (SIZE * SIZE) / 2 }, (_, index) => {
    const [x, y] = [index % (SIZE / 2), Math.floor(index / (SIZE / 2))];
    const shade = Number((bits >> BigInt(index * 2)) & 3n);
    return [
      { x, y, shade },
      { x: SIZE - 1 - x, y, shade },
    ];
  })
    .flat()
    .filter(({ shade }) => shade > 1);
}
