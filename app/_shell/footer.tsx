export function Footer() {
  return (
    <footer className="mt-20 border-t border-rule">
      <p className="mx-auto max-w-6xl px-4 py-8 text-sm leading-relaxed text-muted sm:px-8">
        The Checkout contract holds your payment until your token exists, and takes it in the same transaction
        that creates the token. Nobody can take the one without the other.
      </p>
    </footer>
  );
}
