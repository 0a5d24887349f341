import { useTranslations } from "next-intl";
import { useEffect, useState, type ReactNode } from "react";
import { useErrorWords, useProblems, type Problem } from "#app/_client/error-words.ts";
import { ordersBefore } from "#app/_receipt/_words/queue-words.ts";
import { ReceiptRule } from "#app/_receipt/receipt.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { isFree, type Order } from "#lib/shared/order.ts";
import { isAtWork } from "#lib/shared/steps.ts";
import { useDeploy, type Wait } from "../_acts/use-deploy.ts";
import type { Stage } from "../_live/stage.ts";
import { DeploySteps } from "./deploy-steps.tsx";
import { Panel } from "#app/_ui/panel.tsx";

type Props = { order: Order; stage: Extract<Stage, { name: "deploy" | "failed" }> };

/** Has the token made: by itself where it is paid for, else when asked. */
export function DeployPanel({ order, stage }: Props) {
  const words = useTranslations("deploy");
  const problemOf = useProblems();
  const { start, stop, tryNow, wait, isRunning, isAnswered, error } = useDeploy(order);
  const [isStopped, setIsStopped] = useState(false);
  const comesByItself = stage.name === "deploy" && stage.start === "itself";
  // What is in the queue has been asked for.
  const [wasQueued] = useState(order.position !== null);
  const startsItself = comesByItself && !wasQueued && !isAnswered;

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
      <NotMade order={order} stage={stage} onRetry={begin} problem={error ? problemOf(error) : undefined} />
    );
  if (comesByItself || isAnswered) return <Making order={order} />;
  return (
    <>
      <Panel title={words("ready")}>{words("readyText")}</Panel>
      <Button className="min-h-12 px-7 text-base" onClick={begin}>
        {words("deploy")}
      </Button>
    </>
  );
}

/** @param children what has to be waited for */
function Making({ order, children }: { order: Order; children?: ReactNode }) {
  const words = useTranslations("deploy");
  const isWaiting = ordersBefore(order) !== null;
  return (
    <>
      <Panel title={words(isWaiting ? "waiting" : "making")}>
        {words("inTurn")} {words(isFree(order) && order.position === null ? "keepOpen" : "mayClose")}
      </Panel>
      <DeploySteps order={order}>{children}</DeploySteps>
    </>
  );
}

type WaitProps = { wait: Wait; onTryNow: () => void; onStop: () => void };

/** Why there is no token yet, when the next attempt comes, and the ways around waiting for it. */
function DeployWait({ wait, onTryNow, onStop }: WaitProps) {
  const words = useTranslations("deploy");
  const wordsOf = useErrorWords();
  const { attempts, problem, until } = wait;
  return (
    <section data-testid="deploy-wait" data-attempt={attempts} aria-label={words("waitLabel")}>
      <ReceiptRule />
      <p role="status">
        {wordsOf(problem)} <span className="text-muted">{words("asksAgain")}</span>
      </p>
      <p className="mt-2 flex justify-between gap-4 text-muted">
        <span>
          {until === null
            ? words("attemptNow", { attempts, next: attempts + 1 })
            : words("attempt", { attempts })}
        </span>
        {until === null ? <span>{words("asking")}</span> : <Countdown until={until} />}
      </p>
      <div className="mt-4 flex flex-wrap gap-3 font-sans">
        <Button variant="secondary" aria-disabled={until === null} onClick={onTryNow}>
          {words("tryNow")}
        </Button>
        <Button variant="quiet" onClick={onStop}>
          {words("stop")}
        </Button>
      </div>
    </section>
  );
}

/** For the eye only: read aloud every second it would drown everything else. */
function Countdown({ until }: { until: number }) {
  const words = useTranslations("deploy");
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1_000));
  return <span aria-hidden>{words("nextIn", { seconds })}</span>;
}

function Stopped({ order, onResume }: { order: Order; onResume: () => void }) {
  const words = useTranslations("deploy");
  return (
    <>
      <Panel title={words("stopped")}>{words(isFree(order) ? "stoppedFree" : "stoppedPaid")}</Panel>
      <Button onClick={onResume}>{words("resume")}</Button>
    </>
  );
}

type NotMadeProps = Props & { onRetry: () => void; problem: Problem | undefined };

/** @param problem why, where it is known better than from the order */
function NotMade({ order, stage, onRetry, problem }: NotMadeProps) {
  const words = useTranslations("deploy");
  const isRefused = stage.name === "failed";
  const reason = isRefused ? (stage.reason ?? undefined) : undefined;
  return (
    <>
      <Panel title={words(isRefused ? "refused" : "notMade")}>
        {words(consequenceOf(order, isRefused))} {words("askAgain")}
      </Panel>
      <Notice tone="error" details={problem ? problem.details : reason}>
        {problem?.words ?? words("networkRefused")}
      </Notice>
      <Button onClick={onRetry}>{words("tryAgain")}</Button>
    </>
  );
}

function consequenceOf(order: Order, isRefused: boolean) {
  if (isFree(order)) return "nothingLost";
  return isRefused ? "notTaken" : "triesAgain";
}
