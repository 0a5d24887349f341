/** The one promise, as every receipt carries it. */
export function Pledge() {
  return (
    <p className="text-center leading-relaxed text-balance">
      You pay once. You get exactly this token at exactly this address, or your money back.
    </p>
  );
}
