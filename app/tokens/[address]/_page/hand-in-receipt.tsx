"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useErrorWords } from "#app/_client/error-words.ts";
import { loadCode } from "#app/_client/load-code.ts";
import { placeOrder } from "#app/_client/orders-api.ts";
import { orderPath } from "#app/_config/order-path.ts";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { PublicChain } from "#lib/shared/chain/public-config.ts";
import type { Order } from "#lib/shared/order.ts";

/** A receipt is some tens of kilobytes. */
const MOST_BYTES = 1_000_000;

/** Why a file is not handed in. */
class Unfit extends Error {
  readonly problem: "handInNone" | "handInFormer";

  constructor(problem: Unfit["problem"]) {
    super(problem);
    this.name = "Unfit";
    this.problem = problem;
  }
}

/** Where the server has lost an order: its receipt, handed in, is the same order, paid as it is. */
export function HandInReceipt() {
  const words = useTranslations("order");
  const wordsOf = useErrorWords();
  const { chains } = usePublicConfig();
  const id = useId();
  const { mutate, isPending, isSuccess, error } = useMutation<Order, Error, File>({
    mutationFn: (file) => handIn(file, chains),
    networkMode: "always",
    // What has once not been found stays so in a page of Next.js, whatever it hears of the server later.
    onSuccess: (order) => window.location.replace(orderPath(order, chains.length > 1)),
  });
  return (
    <div className="mt-4 border-t border-rule pt-6">
      <label htmlFor={id} className="mb-3 block text-center text-sm leading-relaxed text-muted">
        {words("handIn")}
      </label>
      <input
        id={id}
        type="file"
        accept="application/json,.json"
        disabled={isPending || isSuccess}
        className="mx-auto mb-3 block max-w-full text-sm"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) mutate(file);
          // The same file may be chosen again.
          target.value = "";
        }}
      />
      <div aria-live="polite">
        {error && (
          <Notice tone="error">{error instanceof Unfit ? words(error.problem) : wordsOf(error)}</Notice>
        )}
      </div>
    </div>
  );
}

/** @throws {Unfit} and what asking the server throws */
async function handIn(file: File, chains: readonly PublicChain[]): Promise<Order> {
  const [{ readReceipt }, { isOfThisVersion }] = await loadCode(
    Promise.all([import("#lib/shared/contract/receipt.ts"), import("#lib/shared/contract/check-order.ts")]),
  );
  const receipt = file.size > MOST_BYTES ? null : readReceipt(await file.text());
  if (!receipt) throw new Unfit("handInNone");
  const chain = chains.find((each) => each.id === receipt.body.chainId);
  // The same body would be another order here, at another address.
  if (chain?.checkout !== receipt.checkout || !isOfThisVersion(receipt.initcode))
    throw new Unfit("handInFormer");
  return placeOrder(receipt.body);
}
