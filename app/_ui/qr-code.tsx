import { useTranslations } from "next-intl";
import { useLater } from "#app/_ui/_hooks/use-later.ts";

/** Modules of white around a code, without which cameras don't find it (ISO/IEC 18004). */
const QUIET_ZONE = 4;
const PATIENCE_MS = 15_000;

type Encode = (text: string, options: { ecc: "M"; border: number }) => Code;
type Code = { data: boolean[][]; size: number };

type Props = {
  text: string;
  /** What draws it, once that is loaded. */
  encode: Encode | undefined;
  label: string;
  /** What to say where that does not come. */
  late: string;
};

/** A text to be read by a camera: black on white in either theme, as that is what cameras read. */
export function QrCode({ text, encode, label, late }: Props) {
  const words = useTranslations("common");
  const isLate = useLater(PATIENCE_MS, encode === undefined);
  return (
    <div className="mx-auto aspect-square w-full max-w-64 overflow-hidden rounded-md bg-[#fff]">
      {encode ? (
        <Squares label={label} {...encode(text, { ecc: "M", border: QUIET_ZONE })} />
      ) : (
        <p role="status" className="grid h-full place-items-center p-6 text-center text-sm text-[#000]">
          {isLate ? late : words("codeComes")}
        </p>
      )}
    </div>
  );
}

function Squares({ label, data, size }: Code & { label: string }) {
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path.join("")} fill="#000" />
    </svg>
  );
}
