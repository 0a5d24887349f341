import "server-only";
import { chainOf } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { deploy, type Options } from "#lib/deploy/deploy.ts";
import { lookAt } from "#lib/deploy/look.ts";
import { LeftToWorkers } from "#lib/deploy/telemetry/count-deploys.ts";
import type { UnderLock } from "#lib/deploy/strategies.ts";
import { saveOrder } from "#lib/orders/place.ts";
import { exactPosition } from "#lib/orders/positions.ts";
import { recordQueued } from "#lib/orders/record.ts";
import { isStored, type QuotedOrder } from "#lib/orders/to-order.ts";
import { queueOf, QueueUnavailable } from "./order-queue.ts";

export type Queued = { status: "queued"; order: OrderRow; position: number };
type Ended = Awaited<ReturnType<typeof deploy>>;

const intoQueue: UnderLock = async () => {
  throw new LeftToWorkers();
};

/**
 * Brings an order to its token as {@link deploy} does, or puts it into the queue where workers do that: only one that is
 * paid, and that could be delivered now.
 * @throws as {@link deploy}
 */
export async function deployOrQueue(
  context: Context,
  quoted: QuotedOrder,
  options: Pick<Options, "signal"> = {},
): Promise<Ended | Queued> {
  if (context.env.DEPLOY_STRATEGY !== "queue") return deploy(context, quoted, options);
  try {
    return await deploy(context, quoted, { ...options, underLock: intoQueue });
  } catch (error) {
    if (!(error instanceof LeftToWorkers)) throw error;
    return enqueue(context, quoted);
  }
}

async function enqueue(context: Context, quoted: QuotedOrder): Promise<Ended | Queued> {
  const saved = await recorded(context, quoted);
  const order = await recordQueued(context.database, saved);
  // A worker was faster.
  if (order.status === "deployed") return { status: "deployed", order };
  await queueOf(context)
    .add(order.chainId, [order])
    .catch((error: unknown) => {
      if (!(error instanceof QueueUnavailable)) throw error;
      // A worker's sweep finds it in the database.
      context.log.warn({ token: order.address, err: error.cause }, "order not put into the queue yet");
    });
  return { status: "queued", order, position: await exactPosition(context, order) };
}

/** The order as it is stored, its payment noted. */
async function recorded(context: Context, quoted: QuotedOrder): Promise<OrderRow> {
  const { order } = await saveOrder(context, quoted);
  if (isStored(quoted)) return order;
  const look = await lookAt(context, chainOf(context.chains, order.chainId), order);
  return isStored(look.order) ? look.order : order;
}
