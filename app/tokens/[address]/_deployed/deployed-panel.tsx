import { useTranslations } from "next-intl";
import { PageLink } from "#app/_ui/page-link.tsx";
import { useEffect } from "react";
import { isAddressEqual } from "viem";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { groupDigits, shortAddress } from "#app/_receipt/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { LocalTime } from "#app/_ui/local-time.tsx";
import { useConnection } from "#app/_wallet/connection.ts";
import { asTag } from "#app/_words/as-tag.ts";
import type { Order } from "#lib/shared/order.ts";
import { useDeploy } from "../_acts/use-deploy.ts";
import { Panel } from "#app/_ui/panel.tsx";
import { AddToWallet } from "./add-to-wallet.tsx";
import { KeepIt } from "./keep-it.tsx";
import { SourceSection } from "./source-section.tsx";
import { WhatNow } from "./what-now.tsx";

/** A token that is there: to who has ordered it or owns it what to do next, to anybody else what it is. */
export function DeployedPanel({ order }: { order: Order }) {
  const ordering = useTranslations("order");
  const words = useTranslations("panels");
  const isOwn = useIsOwn(order);
  return (
    <>
      {isOwn ? <Own order={order} /> : <Foreign order={order} />}
      <AddToWallet order={order} />
      <KeepIt order={order} />
      <SourceSection order={order} />
      {isOwn && <WhatNow order={order} />}
      <div className="flex flex-wrap gap-x-5">
        <Button asChild variant="quiet" className="px-0">
          <PageLink href="/">{ordering(isOwn ? "orderAnother" : "orderOwn")}</PageLink>
        </Button>
        <Button asChild variant="quiet" className="px-0">
          <PageLink href="/tokens">{words("yourTokens")}</PageLink>
        </Button>
      </div>
    </>
  );
}

/** A token that the chain has and the server has not recorded yet; the server is asked to look. */
export function ExistsPanel({ order }: { order: Order }) {
  const { start } = useDeploy(order);
  useEffect(() => {
    const timer = setTimeout(start);
    return () => clearTimeout(timer);
  }, [start]);
  return <DeployedPanel order={order} />;
}

function Own({ order }: { order: Order }) {
  const words = useTranslations("panels");
  return (
    <Panel title={words("exists", { name: order.name })}>
      {words("existsSupply", { supply: groupDigits(order.supply), symbol: order.symbol })}{" "}
      {words(order.deployedAt ? "existsReadBack" : "existsUnread")}
    </Panel>
  );
}

/** Who comes by a link has not read how any of this works. */
function Foreign({ order }: { order: Order }) {
  const words = useTranslations("token");
  const panels = useTranslations("panels");
  const { name: network } = usePublicChain(order.chainId);
  const maker = shortAddress(order.deployer);
  return (
    <Panel title={words("title", { name: order.name, symbol: order.symbol })}>
      <p>
        {order.deployedAt
          ? words.rich("madeOn", { network, maker, date: asTag(<LocalTime iso={order.deployedAt} />) })
          : words("made", { network, maker })}{" "}
        {panels(order.deployedAt ? "existsReadBack" : "existsUnread")}
      </p>
      <p className="mt-3">{words("namesAreFree")}</p>
    </Panel>
  );
}

function useIsOwn({ deployer, owner }: Order): boolean {
  const { address } = useConnection();
  return address !== undefined && [deployer, owner].some((each) => isAddressEqual(each, address));
}
