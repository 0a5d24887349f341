import { useTranslations } from "next-intl";
import type { Address } from "viem";
import { CopyButton } from "#app/_ui/_copy/copy-button.tsx";
import { Identicon } from "./identicon.tsx";
import { ReceiptHeading } from "./receipt.tsx";

/** The address the token has or will have, with a pattern that makes it easy to recognise. */
export function AddressBlock({
  address,
  heading,
  hint,
}: {
  address: Address | null;
  heading: string;
  hint: string;
}) {
  const words = useTranslations("receipt");
  return (
    <div>
      <ReceiptHeading>{heading}</ReceiptHeading>
      <div className="flex min-h-12 items-center gap-3">
        <Identicon address={address} />
        {address ? (
          <>
            <span
              className="min-w-0 flex-1 text-[0.8125rem] leading-snug break-all"
              data-testid="token-address"
            >
              {address}
            </span>
            <CopyButton text={address} what={words("tokenAddress")} className="-mr-2" />
          </>
        ) : (
          <span className="text-muted">{hint}</span>
        )}
      </div>
    </div>
  );
}

const HALF = 21;

/** All 42 characters of an address, on one line or on two that are equally long. */
export function FullAddress({ address }: { address: string }) {
  return (
    <span className="wrap-anywhere">
      {address.slice(0, HALF)}
      <wbr />
      {address.slice(HALF)}
    </span>
  );
}

/** A line of a receipt that is an address, with its label above: beside it there would be no room on a phone. */
export function AddressRow({ label, address }: { label: string; address: string }) {
  return (
    <div>
      <dt className="text-muted uppercase">{label}</dt>
      <dd>
        <FullAddress address={address} />
      </dd>
    </div>
  );
}
