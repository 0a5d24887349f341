import { useTranslations } from "next-intl";
import { useAbilities, type TokenOnReceipt } from "./_words/abilities.ts";
import { AddressRow } from "./address-block.tsx";
import { groupDigits } from "./format.ts";
import { ReceiptHeading, ReceiptRow, ReceiptRule } from "./receipt.tsx";

/** What is being bought, in line items and in plain words. What has not been entered yet shows as a blank. */
export function TokenLines({ token }: { token: TokenOnReceipt }) {
  const words = useTranslations("receipt");
  const abilities = useAbilities(token);
  return (
    <>
      <dl className="space-y-1">
        <ReceiptRow label={words("token")}>{token.name || "—"}</ReceiptRow>
        <ReceiptRow label={words("symbol")}>{token.symbol || "—"}</ReceiptRow>
        <ReceiptRow label={words("supply")}>{token.supply ? groupDigits(token.supply) : "—"}</ReceiptRow>
        <ReceiptRow label={words("decimals")}>{token.decimals ?? "—"}</ReceiptRow>
        <OwnerRow owner={token.owner} />
      </dl>
      <ReceiptRule />
      <ReceiptHeading>{words("abilities")}</ReceiptHeading>
      <ul className="space-y-1">
        {abilities.map(({ can, text }) => (
          <li key={text} className="flex gap-3">
            <span className={can ? "w-[4.5rem] shrink-0 font-semibold" : "w-[4.5rem] shrink-0 text-muted"}>
              {words(can ? "can" : "canNot")}
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
  const words = useTranslations("receipt");
  if (!owner)
    return <ReceiptRow label={words("owner")}>{owner === null ? words("yourWallet") : "—"}</ReceiptRow>;
  return <AddressRow label={words("owner")} address={owner} />;
}
