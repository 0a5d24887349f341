import { abilities, type TokenOnReceipt } from "./abilities.ts";
import { groupDigits, shortAddress } from "./format.ts";
import { ReceiptHeading, ReceiptRow, ReceiptRule } from "./receipt.tsx";

/** What is being bought, in line items and in plain words. What has not been entered yet shows as a blank. */
export function TokenLines({ token }: { token: TokenOnReceipt }) {
  return (
    <>
      <dl className="space-y-1">
        <ReceiptRow label="Token">{token.name || "—"}</ReceiptRow>
        <ReceiptRow label="Symbol">{token.symbol || "—"}</ReceiptRow>
        <ReceiptRow label="Supply">{token.supply ? groupDigits(token.supply) : "—"}</ReceiptRow>
        <ReceiptRow label="Decimals">{token.decimals ?? "—"}</ReceiptRow>
        <ReceiptRow label="Owner">
          {token.owner ? <span title={token.owner}>{shortAddress(token.owner)}</span> : "your wallet"}
        </ReceiptRow>
      </dl>
      <ReceiptRule />
      <ReceiptHeading>This token</ReceiptHeading>
      <ul className="space-y-1">
        {abilities(token).map(({ can, text }) => (
          <li key={text} className="flex gap-3">
            <span className={can ? "w-[4.5rem] shrink-0 font-semibold" : "w-[4.5rem] shrink-0 text-muted"}>
              {can ? "CAN" : "CAN NOT"}
            </span>
            <span className={can ? "" : "text-muted"}>{text}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
