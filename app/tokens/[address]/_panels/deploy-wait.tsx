import { useEffect, useState } from "react";
import { ReceiptRule } from "#app/_receipt/receipt.tsx";
import { Button } from "#app/_ui/button.tsx";
import type { Wait } from "../_acts/use-deploy.ts";

type Props = { wait: Wait; onTryNow: () => void; onStop: () => void };

/** Why there is no token yet, when the next attempt comes, and the ways around waiting for it. */
export function DeployWait({ wait, onTryNow, onStop }: Props) {
  const { attempts, message, until } = wait;
  return (
    <section data-testid="deploy-wait" data-attempt={attempts} aria-label="Waiting to deploy">
      <ReceiptRule />
      <p role="status">
        {message} <span className="text-muted">This page does so by itself.</span>
      </p>
      <p className="mt-2 flex justify-between gap-4 text-muted">
        <span>
          Attempt {attempts}
          {until === null && `, now ${attempts + 1}`}
        </span>
        {until === null ? <span>asking…</span> : <Countdown until={until} />}
      </p>
      <div className="mt-4 flex flex-wrap gap-3 font-sans">
        <Button variant="secondary" aria-disabled={until === null} onClick={onTryNow}>
          Try now
        </Button>
        <Button variant="quiet" onClick={onStop}>
          Stop
        </Button>
      </div>
    </section>
  );
}

/** For the eye only: read aloud every second it would drown everything else. */
function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return <span aria-hidden>next in {Math.max(0, Math.ceil((until - now) / 1_000))} s</span>;
}
