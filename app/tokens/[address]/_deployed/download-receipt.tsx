import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useProblems } from "#app/_client/error-words.ts";
import { loadCode } from "#app/_client/load-code.ts";
import { fetchOrder } from "#app/_client/orders-api.ts";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { Order } from "#lib/shared/order.ts";

const LIMIT_MS = 20_000;

/** Saves the receipt as a file. Its page may lack the token's code, which is fetched then. */
export function DownloadReceipt({ order }: { order: Order }) {
  const words = useTranslations("token");
  const problemOf = useProblems();
  const chain = usePublicChain(order.chainId);
  const notes = [words("noteAddress"), words("noteChain"), words("noteAmounts")];
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      const [whole, { receiptFile }] = await Promise.all([
        order.initcode ? order : fetchOrder(order, AbortSignal.timeout(LIMIT_MS)),
        loadCode(import("./receipt-file.ts")),
      ]);
      save(receiptFile(whole, chain, notes));
    },
  });
  return (
    <>
      <Button
        variant="secondary"
        className="px-3"
        aria-disabled={isPending}
        onClick={() => !isPending && mutate()}
      >
        <Download size={16} aria-hidden /> {words("download")}
      </Button>
      {error && (
        <div className="order-last col-span-full">
          <Notice tone="error" details={problemOf(error).details}>
            {problemOf(error).words}
          </Notice>
        </div>
      )}
    </>
  );
}

function save({ name, text }: { name: string; text: string }) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
