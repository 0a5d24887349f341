import Link from "next/link";
import type { ReactNode } from "react";
import { orderPath } from "#app/_config/order-path.ts";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { groupDigits, shortAddress } from "#app/_receipt/format.ts";
import { Identicon } from "#app/_receipt/identicon.tsx";
import { StatusStamp } from "#app/_receipt/stamp.tsx";
import { LocalTime } from "#app/_ui/local-time.tsx";
import type { Order } from "#lib/shared/order.ts";

/** A small receipt. @param children what can be done with it, beside it */
export function TokenRow({ order, children }: { order: Order; children?: ReactNode }) {
  const { chains } = usePublicConfig();
  return (
    <li className="receipt-shadow rounded-sm has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-4 has-[a:focus-visible]:outline-accent">
      <div className="receipt-paper receipt-teeth-bottom flex items-center pb-2 font-mono text-[0.8125rem]">
        <Link
          href={orderPath(order, chains.length > 1)}
          className="group flex min-w-0 flex-1 items-center gap-4 py-5 pl-4 pr-4 not-last:pr-1 sm:pr-6 sm:pl-6"
        >
          <span className="max-[22rem]:hidden">
            <Identicon address={order.address} size={40} />
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-[0.9375rem] font-semibold underline-offset-4 group-hover:underline">
              {order.name}
            </span>
            <span className="block truncate">
              {groupDigits(order.supply)} {order.symbol}
            </span>
            <span className="block truncate text-muted">
              {shortAddress(order.address)}
              <span className="max-sm:hidden">
                {" · "}
                <LocalTime iso={order.createdAt} />
              </span>
            </span>
          </span>
          <StatusStamp status={order.status} />
        </Link>
        {children}
      </div>
    </li>
  );
}
