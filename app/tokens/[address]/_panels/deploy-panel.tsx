import { useEffect, useState, type ReactNode } from "react";
import { ReceiptRule } from "#app/_receipt/receipt.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { isFree, type Order } from "#lib/shared/order.ts";
import { useDeploy, type Wait } from "../_acts/use-deploy.ts";
import { isAtWork } from "../_live/progress.ts";
import type { Stage } from "../_live/stage.ts";
import { DeploySteps } from "./deploy-steps.tsx";
import { Panel } from "./panel.tsx";

type Props = { order: Order; stage: Extract<Stage, { name: "deploy" | "failed" }> };

/** Has the token made: by itself where it is paid for, else when asked. */
export function DeployPanel({ order, stage }: Props) {
  const { start, stop, tryNow, wait, isRunning, error } = useDeploy(order);
  const [isStopped, setIsStopped] = useState(false);
  const startsItself = stage.name === "deploy" && stage.start === "itself";

  useEffect(() => {
    if (!startsItself) return;
    const timer = setTimeout(start);
    return () => clearTimeout(timer);
  }, [startsItself, start]);

  const begin = () => {
    setIsStopped(false);
    start();
  };
  const end = () => {
    setIsStopped(true);
    stop();
  };
  if (isRunning)
    return (
      <Making order={order}>
        {/* Where the server makes this very token already, unasked or for another tab, there is nothing to wait for. */}
        {wait && !(wait.isBusy && isAtWork(order.step)) && (
          <DeployWait wait={wait} onTryNow={tryNow} onStop={end} />
        )}
      </Making>
    );
  if (isStopped) return <Stopped order={order} onResume={begin} />;
  if (error ?? stage.name === "failed")
    return (
      <NotMade order={order} stage={stage} onRetry={begin}>
        {error?.message}
      </NotMade>
    );
  if (startsItself) return <Making order={order} />;
  return (
    <>
      <Panel title="Ready to be made">This token is free: there is nothing to pay.</Panel>
      <Button className="min-h-12 px-7 text-base" onClick={begin}>
        Deploy
      </Button>
    </>
  );
}

/** @param children what has to be waited for */
function Making({ order, children }: { order: Order; children?: ReactNode }) {
  return (
    <>
      <Panel title="Making your token">
        The server makes exactly what the receipt says, one token after the other.{" "}
        {isFree(order)
          ? "Keep this page open until its turn has come."
          : "You can close this page: your token is made all the same."}
      </Panel>
      <DeploySteps order={order}>{children}</DeploySteps>
    </>
  );
}

type WaitProps = { wait: Wait; onTryNow: () => void; onStop: () => void };

/** Why there is no token yet, when the next attempt comes, and the ways around waiting for it. */
function DeployWait({ wait, onTryNow, onStop }: WaitProps) {
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

function Stopped({ order, onResume }: { order: Order; onResume: () => void }) {
  return (
    <>
      <Panel title="You stopped waiting">
        {isFree(order)
          ? "Your order is kept, and can be made whenever you like."
          : "This page asks no more. The server makes your token all the same, and you see it here once it is there."}
      </Panel>
      <Button onClick={onResume}>Resume</Button>
    </>
  );
}

/** @param children why, where it is known better than from the order */
function NotMade({ order, stage, onRetry, children }: Props & { onRetry: () => void; children?: ReactNode }) {
  const isRefused = stage.name === "failed";
  return (
    <>
      <Panel title={isRefused ? "It was not deployed" : "It is not made yet"}>
        {consequenceOf(order, isRefused)} You can ask for it again as often as you like.
      </Panel>
      <Notice tone="error">
        {children ?? (isRefused ? stage.reason : null) ?? "The network refused the deployment."}
      </Notice>
      <Button onClick={onRetry}>Try again</Button>
    </>
  );
}

function consequenceOf(order: Order, isRefused: boolean): string {
  if (isFree(order)) return "Nothing is lost.";
  return isRefused ? "Your payment was not taken." : "The server tries again by itself.";
}
