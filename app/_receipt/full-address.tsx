const HALF = 21;

/** All 42 characters of an address, on one line or on two that are equally long. */
export function FullAddress({ address }: { address: string }) {
  return (
    <span className="wrap-anywhere">
      {address.slice(0, HALF)}
      <wbr />
      {address.slice(HALF)}
    </span>
  );
}
