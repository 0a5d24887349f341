import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { PageLink } from "#app/_ui/page-link.tsx";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { orderPath } from "#app/_config/order-path.ts";
import type { Status, UndeliveredOrder } from "#lib/shared/status/status.ts";
import { troublesOf, type Trouble } from "#lib/shared/status/troubles.ts";
import { useDuration } from "./use-duration.ts";

/** What is stuck, why, and what to do about it. */
export function TroubleList({ status }: { status: Status }) {
  const words = useTranslations("status");
  const troubles = troublesOf(status);
  const { undelivered, undeliveredCount } = status;
  return (
    <section aria-labelledby="troubles" className="mt-8">
      <h3 id="troubles" className="text-lg font-semibold tracking-tight">
        {words("troubles")}
      </h3>
      {undeliveredCount !== null && undeliveredCount > (undelivered?.length ?? 0) && (
        <p className="mt-2 text-muted">{words("moreOrders", { count: undeliveredCount })}</p>
      )}
      {troubles.length === 0 ? (
        <p className="mt-2 text-green">
          <CircleCheck size={16} className="mr-1.5 inline align-[-0.15em]" aria-hidden />
          {words("noTroubles")}
        </p>
      ) : (
        <ul className="mt-3 space-y-4">
          {troubles.map((trouble) => (
            <TroubleRow key={keyOf(trouble)} trouble={trouble} />
          ))}
        </ul>
      )}
    </section>
  );
}

function TroubleRow({ trouble }: { trouble: Trouble }) {
  const words = useTranslations("status.trouble");
  return (
    <li className="border-l-2 border-red pl-4">
      <p className="font-medium wrap-anywhere">
        <TriangleAlert size={16} className="mr-1.5 inline align-[-0.15em] text-red" aria-hidden />
        <What trouble={trouble} />
      </p>
      {"account" in trouble && (
        <code className="mt-1 block font-mono text-xs wrap-anywhere text-muted">
          {trouble.account.address}
        </code>
      )}
      {"order" in trouble && <OrderLink order={trouble.order} />}
      <p className="mt-1 leading-relaxed text-muted">{words(`${trouble.kind}.todo`)}</p>
    </li>
  );
}

function What({ trouble }: { trouble: Trouble }): string {
  const words = useTranslations("status.trouble");
  const duration = useDuration();
  const { chains } = usePublicConfig();
  const chainOf = (id: number) => chains.find((chain) => chain.id === id)?.name ?? String(id);
  switch (trouble.kind) {
    case "orderWaiting":
    case "orderHeld":
    case "orderFailed":
      return words(`${trouble.kind}.what`, { time: duration(trouble.order.seconds) });
    case "laneStuck":
      return words("laneStuck.what", {
        chain: chainOf(trouble.chainId),
        time: duration(trouble.account.oldestSeconds ?? 0),
      });
    case "nonceGap":
      return words("nonceGap.what", {
        chain: chainOf(trouble.chainId),
        count: trouble.account.nonceGap ?? 0,
      });
    case "balanceLow":
      return words("balanceLow.what", {
        chain: chainOf(trouble.chainId),
        count: trouble.account.deliveries ?? 0,
      });
    case "cursorBehind":
      return words("cursorBehind.what", {
        chain: chainOf(trouble.chainId),
        time: duration(trouble.seconds ?? 0),
      });
    case "chainUnreachable":
      return words("chainUnreachable.what", { chain: chainOf(trouble.chainId) });
    case "databaseUnreachable":
      return words("databaseUnreachable.what");
    default:
      throw new Error("unknown trouble", { cause: trouble satisfies never });
  }
}

function OrderLink({ order }: { order: UndeliveredOrder }) {
  const { chains } = usePublicConfig();
  return (
    <p className="mt-1">
      <PageLink
        href={orderPath(order, chains.length > 1)}
        className="inline-flex min-h-6 items-center font-mono text-xs break-all underline decoration-edge underline-offset-4"
      >
        {order.address}
      </PageLink>
      {order.failure && (
        <code className="block font-mono text-xs wrap-anywhere text-muted">{order.failure}</code>
      )}
    </p>
  );
}

function keyOf(trouble: Trouble): string {
  if ("order" in trouble) return `${trouble.order.chainId} ${trouble.order.address}`;
  const account = "account" in trouble ? trouble.account.address : "";
  return `${trouble.kind} ${"chainId" in trouble ? trouble.chainId : ""} ${account}`;
}
