import { useTranslations } from "next-intl";
import { cn } from "#app/_ui/cn.ts";

/**
 * Said in the server's HTML until the page's code has come. It shows by styles alone, late enough that whoever has a fast
 * line never sees it, and lies over the form, so that nothing moves as it goes.
 */
export function Preparing() {
  const words = useTranslations("form");
  const box = "preparing absolute inset-x-0 top-0 z-10 rounded-md border border-edge bg-raised px-4 py-3";
  return (
    <>
      <p className={cn(box, "[animation-delay:1s]")}>{words("preparing")}</p>
      <p className={cn(box, "[animation-delay:8s]")}>{words("preparingLong")}</p>
    </>
  );
}
