const steps = [
  "Your wallet pays into Checkout, a contract without an owner that holds the money for this one address.",
  "The server makes your token, with this page open or closed. The same transaction takes the payment: there is never the one without the other.",
  "The token is read back from the chain, compared with this receipt, and stamped.",
];

/** What a payment sets in motion. */
export function NextSteps() {
  return (
    <section className="max-w-[48ch] border-t border-rule pt-6">
      <h2 className="text-sm font-medium">What happens then</h2>
      <ol className="mt-3 space-y-3 text-sm leading-relaxed text-muted">
        {steps.map((step, index) => (
          <li key={step} className="flex gap-4">
            <span aria-hidden className="font-mono text-accent">
              {index + 1}
            </span>
            {step}
          </li>
        ))}
      </ol>
    </section>
  );
}
