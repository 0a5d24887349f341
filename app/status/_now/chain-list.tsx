import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import type { Account, ChainStatus } from "#lib/shared/status/status.ts";
import { useDuration } from "./use-duration.ts";

/** Where each chain stands, and what the server's accounts on it hold and have under way. */
export function ChainList({ chains }: { chains: readonly ChainStatus[] }) {
  const words = useTranslations("status");
  return (
    <section aria-labelledby="chains" className="mt-10">
      <h3 id="chains" className="text-lg font-semibold tracking-tight">
        {words("chains")}
      </h3>
      {chains.map((chain) => (
        <ChainNow key={chain.id} chain={chain} />
      ))}
    </section>
  );
}

function ChainNow({ chain }: { chain: ChainStatus }) {
  const words = useTranslations("status");
  const duration = useDuration();
  const { chains } = usePublicConfig();
  const { id, coin, headAgeSeconds, lagSeconds, queued, accounts } = chain;
  const none = words("none");
  return (
    <div className="mt-4">
      <h4 className="font-medium">{chains.find((each) => each.id === id)?.name ?? id}</h4>
      <Facts>
        <Fact label={words("headAge")}>
          {headAgeSeconds === null ? none : words("ago", { time: duration(headAgeSeconds) })}
        </Fact>
        <Fact label={words("lag")}>{lagSeconds === null ? none : duration(lagSeconds)}</Fact>
        {queued !== null && <Fact label={words("queued")}>{queued}</Fact>}
      </Facts>
      {accounts.map((account) => (
        <AccountNow key={account.address} account={account} coin={coin} />
      ))}
    </div>
  );
}

function AccountNow({ account, coin }: { account: Account; coin: string }) {
  const words = useTranslations("status");
  const format = useFormatter();
  const duration = useDuration();
  const { address, balance, deliveries, inFlight, oldestSeconds } = account;
  const none = words("none");
  return (
    <div className="mt-3 border-l-2 border-rule pl-4">
      <code className="block font-mono text-xs wrap-anywhere text-muted">{address}</code>
      <Facts>
        <Fact label={words("balance")}>
          {balance === null ? none : `${format.number(balance, { maximumFractionDigits: 4 })} ${coin}`}
        </Fact>
        <Fact label={words("deliveries")}>
          {deliveries === null ? none : words("deliveriesOf", { count: deliveries })}
        </Fact>
        <Fact label={words("inFlight")}>
          {inFlight === null && none}
          {inFlight === 0 && 0}
          {inFlight !== null &&
            inFlight > 0 &&
            words("inFlightOf", { count: format.number(inFlight), time: duration(oldestSeconds ?? 0) })}
        </Fact>
      </Facts>
    </div>
  );
}

function Facts({ children }: { children: ReactNode }) {
  return <dl className="mt-1 grid gap-x-8 gap-y-1 sm:grid-cols-3">{children}</dl>;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-3 sm:block">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}
