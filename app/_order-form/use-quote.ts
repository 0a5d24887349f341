import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useWatch, type Control } from "react-hook-form";
import type { Address } from "viem";
import type * as z from "zod/mini";
import type { HttpError } from "#app/_client/http-client.ts";
import { quoteOrder, type CompleteOrderBody } from "#app/_client/orders-api.ts";
import { useErrorWords } from "#app/_client/error-words.ts";
import { useConnection } from "#app/_wallet/connection.ts";
import type { Order } from "#lib/shared/order.ts";
import { tokenForm, type TokenForm } from "#lib/shared/token.ts";
import { renewSalt } from "./_draft/draft.ts";
import type { Draft } from "./_draft/stored-draft.ts";
import { forgetRefusals } from "./_issues/refusals.ts";
import { showIssues } from "./_issues/show-issues.ts";
import type { OrderFormApi } from "./token-fields.tsx";

export type TokenControl = Control<TokenForm, unknown, z.output<typeof tokenForm>>;

const DEBOUNCE_MS = 350;

/** Nobody's address, to learn a price before there is a wallet. What it yields is never shown as a token's address. */
const ANYBODY: Address = "0x1111111111111111111111111111111111111111";

/** Stands for what is not filled in yet, to learn a price. Nobody is shown the address that it yields. */
const STAND_IN = { name: "New Token", symbol: "NEW", supply: "1" };

/**
 * The address and price of what the form holds now, asked once it is valid and rests for a moment. What the server
 * finds wrong with a field shows under that field.
 */
export function useQuote({ control, getValues, setError }: OrderFormApi, draft: Draft | null) {
  const wordsOf = useErrorWords();
  const { address: deployer } = useConnection();
  const { body, isComplete, madeUp } = useBody(control, draft, deployer ?? ANYBODY);
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

  const isCurrent = body !== null && body === settled && !quote.isPlaceholderData;
  useEffect(() => {
    if (isCurrent) showIssues(quote.error, { getValues, setError }, madeUp);
  }, [isCurrent, quote.error, getValues, setError, madeUp]);

  const takenAt = isCurrent && quote.isSuccess ? quote.dataUpdatedAt : null;
  useEffect(() => {
    if (takenAt !== null) forgetRefusals();
  }, [takenAt]);

  const order = quote.data;
  // What the server does not like about what stands in is no fault of who has not filled it in yet.
  const isOfStandIn = !isComplete && quote.error?.code === "invalid_request";
  return {
    body,
    order,
    /** Null without a wallet, as the token's address depends on its owner. */
    address: deployer && body && isComplete && order?.deployer === deployer ? order.address : null,
    isCurrent,
    problem: isConflict || !quote.error || isOfStandIn ? undefined : wordsOf(quote.error),
  };
}

/**
 * The order as it would be placed now, or what it lacks made up, to learn its price; null while the form holds what is
 * not valid.
 */
function useBody(
  control: TokenControl,
  draft: Draft | null,
  deployer: Address,
): { body: CompleteOrderBody | null; isComplete: boolean; madeUp: readonly string[] } {
  const values = useWatch({ control });
  const { salt, chainId } = draft ?? {};
  return useMemo(() => {
    const entered = tokenForm.safeParse(values);
    const token = entered.success ? entered : tokenForm.safeParse(withoutBlanks(values));
    const body = token.success && salt && chainId ? { ...token.data, salt, chainId, deployer } : null;
    const madeUp = (["name", "symbol", "supply"] as const).filter((key) => !values[key]);
    return { body, isComplete: entered.success, madeUp };
  }, [values, salt, chainId, deployer]);
}

type Watched = ReturnType<typeof useWatch<TokenForm>>;

function withoutBlanks({ name, symbol, supply, ...rest }: Watched): Watched {
  return {
    ...rest,
    name: name || STAND_IN.name,
    symbol: symbol || STAND_IN.symbol,
    supply: supply || STAND_IN.supply,
  };
}

function useDebounced<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
