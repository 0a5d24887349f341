import { useTranslations } from "next-intl";
import { PageLink } from "#app/_ui/page-link.tsx";
import type { ReactNode } from "react";
import { orderPath } from "#app/_config/order-path.ts";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { groupDigits, shortAddress } from "#app/_receipt/format.ts";
import { Identicon } from "#app/_receipt/identicon.tsx";
import { ordersBefore, turnNote } from "#app/_receipt/_words/queue-words.ts";
import { StatusStamp } from "#app/_receipt/stamp.tsx";
import { LocalTime } from "#app/_ui/local-time.tsx";
import type { Order } from "#lib/shared/order.ts";

type Props = {
  order: Order;
  /** What has to be said of it besides. */
  note?: string | null;
  /** What can be done with it, below it. */
  children?: ReactNode;
};

/** A small receipt. */
export function TokenRow({ order, note, children }: Props) {
  const queue = useTranslations("queue");
  const { chains } = usePublicConfig();
  const before = ordersBefore(order);
  return (
    <li className="receipt-shadow rounded-sm has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-4 has-[a:focus-visible]:outline-accent">
      <div className="receipt-paper receipt-teeth-bottom pb-2 font-mono text-[0.8125rem]">
        <PageLink
          href={orderPath(order, chains.length > 1)}
          className="group flex items-center gap-4 px-4 py-5 sm:px-6"
        >
          <span className="max-[22rem]:hidden">
            <Identicon address={order.address} size={40} />
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-[0.9375rem] font-semibold underline-offset-4 group-hover:underline">
              <bdi>{order.name}</bdi>
            </span>
            <span className="block truncate">
              {groupDigits(order.supply)} <bdi>{order.symbol}</bdi>
            </span>
            <span className="block truncate text-muted">
              {shortAddress(order.address)}
              <span className="max-sm:hidden">
                {" · "}
                <LocalTime iso={order.createdAt} />
              </span>
            </span>
            {before !== null && <span className="block truncate text-muted">{turnNote(queue, before)}</span>}
            {note && <span className="block text-red">{note}</span>}
          </span>
          <StatusStamp status={order.status} />
        </PageLink>
        {children && (
          <div className="mx-4 border-t border-dashed border-edge/60 py-1 sm:mx-6">{children}</div>
        )}
      </div>
    </li>
  );
}
