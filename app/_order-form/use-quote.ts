import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useWatch, type Control } from "react-hook-form";
import type { Address } from "viem";
import { useConnection } from "wagmi";
import type { z } from "zod";
import type { HttpError } from "#app/_client/http-client.ts";
import { quoteOrder, type CompleteOrderBody } from "#app/_client/orders-api.ts";
import { wordsOf } from "#app/_client/words.ts";
import type { Order } from "#lib/shared/order.ts";
import { tokenForm, type TokenForm } from "#lib/shared/token.ts";
import { renewSalt, type Draft } from "./draft.ts";
import { showIssues } from "./show-issues.ts";
import type { OrderFormApi } from "./token-fields.tsx";

export type TokenControl = Control<TokenForm, unknown, z.output<typeof tokenForm>>;

const DEBOUNCE_MS = 350;

/** Nobody's address, to learn a price before there is a wallet. What it yields is never shown as a token's address. */
const ANYBODY: Address = "0x1111111111111111111111111111111111111111";

/**
 * The address and price of what the form holds now, asked once it is valid and rests for a moment. What the server
 * finds wrong with a field shows under that field.
 */
export function useQuote({ control, setError }: OrderFormApi, draft: Draft | null) {
  const { address: deployer } = useConnection();
  const body = useBody(control, draft, deployer ?? ANYBODY);
  const settled = useDebounced(body, DEBOUNCE_MS);
  const quote = useQuery<Order, HttpError>({
    queryKey: ["quote", settled],
    queryFn: settled ? ({ signal }) => quoteOrder(settled, signal) : skipToken,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    refetchInterval: 30_000,
  });

  const isConflict = quote.error?.code === "conflict";
  useEffect(() => {
    if (isConflict) renewSalt();
  }, [isConflict]);

  useEffect(() => showIssues(quote.error, setError), [quote.error, setError]);

  const order = quote.data;
  return {
    order,
    /** Null without a wallet, as the token's address depends on its owner. */
    address: deployer && body && order?.deployer === deployer ? order.address : null,
    isCurrent: body !== null && body === settled && !quote.isPlaceholderData,
    problem: isConflict || !quote.error ? undefined : wordsOf(quote.error),
  };
}

/** The order as it would be placed now; null while the form is not valid. */
function useBody(control: TokenControl, draft: Draft | null, deployer: Address): CompleteOrderBody | null {
  const values = useWatch({ control });
  const { salt, chainId } = draft ?? {};
  return useMemo(() => {
    const token = tokenForm.safeParse(values);
    return token.success && salt && chainId ? { ...token.data, salt, chainId, deployer } : null;
  }, [values, salt, chainId, deployer]);
}

function useDebounced<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
