import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import {
  DeploymentFailed,
  DeploymentInProgress,
  PaymentRequired,
  Refunded,
} from "#lib/base/errors/order-errors.ts";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { toAppError } from "#lib/base/errors/to-app-error.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import { findOrder } from "#lib/orders/find.ts";
import { evmAddress } from "#lib/shared/address.ts";
import type { Backend, BackendWorker } from "./backend.ts";
import { queueName, queueOf } from "./order-queue.ts";
import { lockWithRoom, openRoom, type Room } from "./room.ts";

const orderJob = z.object({ chainId: z.number(), token: evmAddress });

/** A worker that is gone keeps an order from the others for as long as this, and one check. */
const LOCK_MS = 10_000;
const CHECK_MS = 3_000;
/** The most that PostgreSQL takes for it, which is an `integer` there. */
const MOST_STALLED = 2 ** 31 - 1;
const TRY_AGAIN_MS = 1_000;
/** How long it waits for its orders when it is told to end. */
const ENDING_MS = 10_000;

/**
 * Takes orders from the queues and delivers them, on each chain as many at once as its lanes may hold, until the signal
 * ends it. What is under way then is given back: its transactions are in the journal.
 */
export async function workUntil(context: Context, signal: AbortSignal): Promise<void> {
  const backend = await openUntil(context, signal);
  if (!backend) return;
  await Promise.all(context.chains.map((chain) => workOn(context, backend, chain, signal)));
}

/**
 * Works on one chain until the signal ends it. A worker that was opened while its backend was out of reach would ask
 * without end, and never get an answer, so it is opened anew.
 */
export async function workOn(
  context: Context,
  backend: Backend,
  chain: Chain,
  signal: AbortSignal,
): Promise<void> {
  const ended = new Promise<void>((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  while (!signal.aborted) {
    const worker = openWorker(context, backend, chain, signal);
    const isReady = await Promise.race([isOpen(worker), ended]);
    if (isReady) await ended;
    await close(worker);
    if (!isReady) await delay(TRY_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function isOpen(worker: BackendWorker): Promise<boolean> {
  return worker.waitUntilReady().then(
    () => true,
    () => false,
  );
}

/** Tries until it is there. */
async function openUntil(context: Context, signal: AbortSignal): Promise<Backend | null> {
  let isTold = false;
  while (!signal.aborted) {
    try {
      const backend = await queueOf(context).backend();
      await backend.ready();
      return backend;
    } catch (err) {
      if (!isTold) context.log.warn({ err }, "the queue does not answer; orders are delivered without it");
      isTold = true;
      await delay(TRY_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}

function openWorker(context: Context, backend: Backend, chain: Chain, signal: AbortSignal): BackendWorker {
  const { env, log, senders } = context;
  const room = openRoom(context, chain);
  const worker = backend.openWorker(queueName(chain.id), ({ data }) => work(context, room, data, signal), {
    concurrency: env.LANE_DEPTH * senders.length,
    lockDuration: LOCK_MS,
    stalledInterval: CHECK_MS,
    // What was given up by a worker that died is taken by another one, however often.
    maxStalledCount: MOST_STALLED,
    runRetryDelay: TRY_AGAIN_MS,
  });
  worker.on("error", (err) => log.debug({ chainId: chain.id, err }, "worker"));
  return worker;
}

async function close(worker: BackendWorker): Promise<void> {
  const timer = setTimeout(() => void worker.close(true).catch(() => undefined), ENDING_MS);
  await Promise.race([worker.close().catch(() => undefined), delay(ENDING_MS + TRY_AGAIN_MS)]);
  clearTimeout(timer);
}

/** Delivers one order. Whatever becomes of it the job is over: the database says what is tried again. */
async function work(context: Context, room: Room, data: unknown, signal: AbortSignal): Promise<void> {
  const { token, chainId } = orderJob.parse(data);
  try {
    const order = await findOrder(context, { token, chainId });
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(context.env.DEPLOY_TIMEOUT_MS)]);
    await deploy(context, order, { signal, underLock: lockWithRoom(context, room, inTime) });
  } catch (error) {
    // What these say is recorded.
    if (ENDS.some((kind) => error instanceof kind)) return;
    const { code, cause } = toAppError(error);
    context.log.warn({ token, chainId, code, err: cause }, "worker left an order for the next time");
  }
}

const ENDS = [DeploymentFailed, DeploymentInProgress, NotFound, PaymentRequired, Refunded];
