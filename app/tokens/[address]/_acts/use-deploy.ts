import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { HttpError } from "#app/_client/http-client.ts";
import { requestDeploy, NotDeployedYet } from "#app/_client/orders-api.ts";
import { retryDelayMs } from "#lib/shared/waiting/backoff.ts";
import type { Order } from "#lib/shared/order.ts";
import { deployKey, orderKey } from "../_live/use-order.ts";
import { paymentKey } from "../_live/use-payment.ts";

/**
 * Between two attempts, or in one that follows others: `until` is null while the server is being asked. `isBusy` where
 * it deploys already, which may be this very order.
 */
export type Wait = { attempts: number; problem: Error; until: number | null; isBusy: boolean };

/** A wait that can be cut short, and that ends by throwing the signal's reason when that is aborted. */
type Pause = { over: Promise<void>; end: () => void };

/** One run of attempts, from a start to a result or a stop. */
type Run = { controller: AbortController; pause: Pause | null };

/**
 * Asks the server to deploy an order, and asks again by itself for as long as that can help: the endpoint is
 * idempotent. react-query does the retrying; the waiting happens at the start of the next attempt, so that a person
 * can cut it short or stop it.
 */
export function useDeploy(order: Order) {
  const queryClient = useQueryClient();
  const run = useRef<Run | null>(null);
  const [wait, setWait] = useState<Wait | null>(null);
  const { mutate, reset, error, isPending, isSuccess } = useMutation<Order | null, Error, Run>({
    mutationKey: deployKey(order),
    mutationFn: async ({ controller, pause }) => {
      // The variables are those of the first attempt; what a later one has to wait for is in the run.
      await (run.current?.pause ?? pause)?.over;
      setWait((now) => now && { ...now, until: null });
      return requestDeploy(order, controller.signal);
    },
    retry: (failures, problem) => {
      const current = run.current;
      if (!current || current.controller.signal.aborted || !isTransient(problem)) return false;
      const delayMs = retryDelayMs(failures + 1, problem.retryAfterMs);
      current.pause = startPause(delayMs, current.controller.signal);
      const isBusy = problem instanceof HttpError && problem.code === "deployment_in_progress";
      setWait({ attempts: failures + 1, problem, until: Date.now() + delayMs, isBusy });
      return true;
    },
    retryDelay: 0,
    // From now on the order is asked for more often, so that its steps are seen.
    onMutate: () => void queryClient.invalidateQueries({ queryKey: orderKey(order) }),
    onSuccess: async (deployed) => {
      // Queued, it is told of as every other change is, or asked for.
      if (!deployed) return queryClient.invalidateQueries({ queryKey: orderKey(order) });
      // An answer from before would take it back.
      await queryClient.cancelQueries({ queryKey: orderKey(order) });
      // This answer does not speak of the token's source; where the token was known already, that is known too.
      queryClient.setQueryData<Order>(orderKey(order), (known) => ({
        ...deployed,
        publications: known?.status === "deployed" ? known.publications : undefined,
      }));
    },
    onSettled: () => {
      setWait(null);
      return queryClient.invalidateQueries({ queryKey: paymentKey(order) });
    },
  });

  const start = useCallback(() => {
    run.current?.controller.abort();
    run.current = { controller: new AbortController(), pause: null };
    mutate(run.current);
  }, [mutate]);
  const stop = useCallback(() => {
    run.current?.controller.abort();
    reset();
    setWait(null);
  }, [reset]);
  const tryNow = useCallback(() => run.current?.pause?.end(), []);
  useEffect(() => () => run.current?.controller.abort(), []);
  return { start, stop, tryNow, wait, isRunning: isPending, isAnswered: isSuccess, error };
}

/** `payment_required` comes from a server whose node is a block behind the one this browser has asked. */
function isTransient(error: Error): error is HttpError | NotDeployedYet {
  return (
    error instanceof NotDeployedYet ||
    (error instanceof HttpError && (error.isTransient || error.code === "payment_required"))
  );
}

function startPause(ms: number, signal: AbortSignal): Pause {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  const over = promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  });
  // It may be aborted before anybody awaits it.
  over.catch(() => undefined);
  return { over, end: resolve };
}
