import { useTranslations } from "next-intl";
import type { Address, Hex } from "viem";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { shortAddress } from "#app/_receipt/format.ts";
import { Notice } from "#app/_ui/notice.tsx";
import { WalletProblem } from "#app/_wallet/wallet-problem.tsx";
import { WalletSilence } from "#app/_wallet/wallet-silence.tsx";
import type { Order } from "#lib/shared/order.ts";
import { actErrorOf } from "./act-error.ts";
import type { RunningAct } from "./use-act.ts";

type Props = { order: Order; act: RunningAct; connected: Address | undefined };

/**
 * Where an act stands, from the wallet's word to the block that it is in, said aloud as it changes; and whose it is, where
 * the wallet has gone over to another account since.
 */
export function ActNews({ order, act, connected }: Props) {
  const words = useTranslations("manage");
  const { name, account, phase, isPending, isSuccess, error, sent } = act;
  return (
    <div aria-live="polite" className="*:mt-2">
      {name && account && account !== connected && (
        <p className="text-sm text-muted">
          {words("byOther", { act: words(`${name}.title`), account: shortAddress(account) })}
        </p>
      )}
      <WalletSilence isAsked={isPending && phase === "asking"} />
      {isPending && sent && (
        <Notice>
          {words("isSent")} <TransactionLink hash={sent} order={order} />
        </Notice>
      )}
      {isSuccess && name && (
        <Notice>
          {words(`${name}.done`, { symbol: order.symbol })}{" "}
          {sent && <TransactionLink hash={sent} order={order} />}
        </Notice>
      )}
      {error && <ActProblem error={error} />}
      {error && sent && (
        <p className="pl-10 text-sm">
          <TransactionLink hash={sent} order={order} />
        </p>
      )}
    </div>
  );
}

function ActProblem({ error }: { error: Error }) {
  const words = useTranslations("manage.error");
  const code = actErrorOf(error);
  return code ? <Notice tone="error">{words(code)}</Notice> : <WalletProblem error={error} />;
}

function TransactionLink({ hash, order }: { hash: Hex; order: Order }) {
  const words = useTranslations("manage");
  const { explorerUrl } = usePublicChain(order.chainId);
  if (!explorerUrl) return null;
  return (
    <a href={`${explorerUrl}/tx/${hash}`} target="_blank" rel="noreferrer" className="underline">
      {words("transaction")}
    </a>
  );
}
