import { useTranslations } from "next-intl";
import { useCode } from "#app/_client/use-code.ts";
import { FullAddress } from "#app/_receipt/address-block.tsx";
import { QrCode } from "#app/_ui/qr-code.tsx";

/** An address to be read by a camera. */
export function AddressCode({ address }: { address: string }) {
  const words = useTranslations("token");
  const code = useCode("qr-code", () => import("uqr"));
  return (
    <div className="mt-5">
      <QrCode encode={code?.encode} text={address} label={words("codeLabel")} late={words("codeLate")} />
      <p className="mt-4 text-center font-mono text-[0.8125rem] leading-snug">
        <FullAddress address={address} />
      </p>
    </div>
  );
}
