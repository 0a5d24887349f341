import { abilities, type TokenOnReceipt } from "./abilities.ts";
import { FullAddress } from "./address-block.tsx";
import { groupDigits } from "./format.ts";
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
        <OwnerRow owner={token.owner} />
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

/** Who gets the supply: whoever pays for it must be able to read all of it. */
function OwnerRow({ owner }: { owner: string | null }) {
  if (owner === null) return <ReceiptRow label="Owner">your wallet</ReceiptRow>;
  return (
    <div>
      <dt className="text-muted uppercase">Owner</dt>
      <dd>
        <FullAddress address={owner} />
      </dd>
    </div>
  );
}
