/** A coin on the anvil of its own edge, struck by a hammer's head. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden>
      <circle cx="14" cy="19" r="11" className="fill-accent" />
      <circle
        cx="14"
        cy="19"
        r="7.6"
        className="stroke-on-accent"
        strokeWidth="1.6"
        strokeDasharray="1.6 1.75"
      />
      <path d="M10.6 19h6.8M14 15.6v6.8" className="stroke-on-accent" strokeWidth="2" strokeLinecap="round" />
      <g transform="rotate(40 24 8)" className="fill-ink">
        <rect x="18.6" y="3.6" width="10.8" height="6.2" rx="1.4" />
        <rect x="22.9" y="9.8" width="2.2" height="9.4" rx="1.1" />
      </g>
    </svg>
  );
}
