import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useErrorWords } from "#app/_client/error-words.ts";
import { loadCode } from "#app/_client/load-code.ts";
import { orderPath } from "#app/_config/order-path.ts";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { Order } from "#lib/shared/order.ts";
import type { Unfit } from "./hand-in.ts";

/** Where the server has lost an order: its receipt, handed in, is the same order, paid as it is. */
export function HandInReceipt() {
  const words = useTranslations("order");
  const wordsOf = useErrorWords();
  const { chains } = usePublicConfig();
  const id = useId();
  const { mutate, isPending, data, error } = useMutation<Order | Unfit, Error, File>({
    mutationFn: async (file) => (await loadCode(import("./hand-in.ts"))).handIn(file, chains),
    onSuccess: (placed) => {
      // What has once not been found stays so in a page of Next.js, whatever it hears of the server later.
      if (typeof placed !== "string") window.location.replace(orderPath(placed, chains.length > 1));
    },
  });
  const problem = error ? wordsOf(error) : typeof data === "string" && words(data);
  return (
    <div className="mt-4 border-t border-rule pt-6">
      {/* A browser's own button would speak its language, and not the page's. */}
      <input
        id={id}
        type="file"
        accept="application/json,.json"
        disabled={isPending}
        className="peer sr-only"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) mutate(file);
          // The same file may be chosen again.
          target.value = "";
        }}
      />
      <label
        htmlFor={id}
        className="mb-3 block text-center text-sm leading-relaxed text-muted peer-focus-visible:*:outline-2 peer-focus-visible:*:outline-offset-2 peer-focus-visible:*:outline-accent peer-disabled:opacity-60"
      >
        {words("handIn")} <span className="button button-secondary mt-3">{words("chooseReceipt")}</span>
      </label>
      <div aria-live="polite">{problem && <Notice tone="error">{problem}</Notice>}</div>
    </div>
  );
}
