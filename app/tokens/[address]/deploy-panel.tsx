import { useEffect, useState } from "react";
import type { Order } from "#lib/token.ts";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "./panel.tsx";
import { DeployWait } from "./deploy-wait.tsx";
import type { Stage } from "./stage.ts";
import { useDeploy } from "./use-deploy.ts";

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
  if (isRunning)
    return (
      <>
        <Panel title="Making your token">
          The server deploys exactly what the receipt says, one token after the other. Closing this page loses
          nothing: open it again, and it goes on.
        </Panel>
        {wait ? (
          <DeployWait
            wait={wait}
            onTryNow={tryNow}
            onStop={() => {
              setIsStopped(true);
              stop();
            }}
          />
        ) : (
          <Working />
        )}
      </>
    );
  if (isStopped)
    return (
      <>
        <Panel title="You stopped waiting">
          Your order is kept. The server may still deliver it, and this page will show it when it does.
        </Panel>
        <Button onClick={begin}>Resume</Button>
      </>
    );
  if (error ?? stage.name === "failed")
    return (
      <>
        <Panel title="It was not deployed">
          Your payment was not taken. You can try again as often as you like.
        </Panel>
        <Notice tone="error">{error?.message ?? reasonOf(stage)}</Notice>
        <Button onClick={begin}>Try again</Button>
      </>
    );
  if (startsItself) return <Panel title="Making your token">Your payment is there.</Panel>;
  return (
    <>
      <Panel title="Ready to be made">This token is free: there is nothing to pay.</Panel>
      <Button className="min-h-12 px-7 text-base" onClick={begin}>
        Deploy
      </Button>
    </>
  );
}

function reasonOf(stage: Props["stage"]): string {
  const reason = stage.name === "failed" ? stage.reason : null;
  return reason ?? "The network refused the deployment.";
}

function Working() {
  return (
    <p role="status" className="flex items-center gap-3 text-sm text-muted">
      <span aria-hidden className="size-4 animate-spin rounded-full border-2 border-rule border-t-accent" />
      Waiting for the network to include it…
    </p>
  );
}
