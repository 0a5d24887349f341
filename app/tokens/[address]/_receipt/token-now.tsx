import { useTranslations } from "next-intl";
import { AddressRow } from "#app/_receipt/address-block.tsx";
import { groupDigits } from "#app/_receipt/format.ts";
import { ReceiptHeading, ReceiptRow } from "#app/_receipt/receipt.tsx";
import { hasOwner } from "#lib/shared/contract/kinds.ts";
import type { Order } from "#lib/shared/order.ts";
import { fromUnits } from "#lib/shared/amounts/units.ts";
import type { TokenFacts } from "../_live/use-token-facts.ts";

/** Whether anything that a receipt says of the token can change after it was made. */
export function isChangeable({ features }: Pick<Order, "features">): boolean {
  return features.burnable || hasOwner(features);
}

/** What has become of the token since, by the chain. What can't change is not said again. */
export function TokenNow({ order, facts }: { order: Order; facts: TokenFacts }) {
  const words = useTranslations("tokenNow");
  const { features, decimals } = order;
  return (
    <div data-testid="token-now">
      <ReceiptHeading>{words("heading")}</ReceiptHeading>
      <dl className="space-y-1">
        {(features.burnable || features.mintable) && (
          <ReceiptRow label={words("supply")}>
            {groupDigits(fromUnits(facts.supplyUnits, decimals))}
          </ReceiptRow>
        )}
        {features.pausable && (
          <ReceiptRow label={words("transfers")}>{words(facts.isPaused ? "paused" : "running")}</ReceiptRow>
        )}
        {hasOwner(features) &&
          (facts.owner ? (
            <AddressRow label={words("owner")} address={facts.owner} />
          ) : (
            <ReceiptRow label={words("owner")}>{words("nobody")}</ReceiptRow>
          ))}
      </dl>
    </div>
  );
}
