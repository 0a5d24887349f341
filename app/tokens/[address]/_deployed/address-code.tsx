import { useTranslations } from "next-intl";
import { useCode } from "#app/_client/use-code.ts";
import { FullAddress } from "#app/_receipt/address-block.tsx";
import { useLater } from "#app/_ui/_hooks/use-later.ts";

/** Modules of white around a code, without which cameras don't find it (ISO/IEC 18004). */
const QUIET_ZONE = 4;
const PATIENCE_MS = 15_000;

/** An address to be read by a camera: black on white in either theme, as that is what cameras read. */
export function AddressCode({ address }: { address: string }) {
  const words = useTranslations("token");
  const code = useCode("qr-code", () => import("uqr"));
  const isLate = useLater(PATIENCE_MS, code === undefined);
  return (
    <div className="mt-5">
      <div className="mx-auto aspect-square w-full max-w-64 overflow-hidden rounded-md bg-[#fff]">
        {code ? (
          <Squares {...code.encode(address, { ecc: "M", border: QUIET_ZONE })} />
        ) : (
          <p role="status" className="grid h-full place-items-center p-6 text-center text-sm text-[#000]">
            {words(isLate ? "codeLate" : "codeComes")}
          </p>
        )}
      </div>
      <p className="mt-4 text-center font-mono text-[0.8125rem] leading-snug">
        <FullAddress address={address} />
      </p>
    </div>
  );
}

function Squares({ data, size }: { data: boolean[][]; size: number }) {
  const words = useTranslations("token");
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={words("codeLabel")}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path.join("")} fill="#000" />
    </svg>
  );
}
