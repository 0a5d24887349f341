"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { useErrorWords } from "#app/_client/error-words.ts";
import { HttpError } from "#app/_client/http-client.ts";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/_form/field.tsx";
import { Input } from "#app/_ui/_form/input.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { LastDay } from "../_day/last-day.tsx";
import { ChainList } from "./chain-list.tsx";
import { fetchStatus } from "./status-api.ts";
import { TroubleList } from "./trouble-list.tsx";

const ASK_MS = 10_000;

/** All that an operator has to know, for who gives the token. It is kept nowhere but here. */
export function Operators() {
  const words = useTranslations("status");
  const errorWords = useErrorWords();
  const [token, setToken] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ["status", token],
    queryFn: ({ signal }) => fetchStatus(token ?? "", signal),
    enabled: token !== null,
    retry: false,
    gcTime: 0,
    refetchInterval: ({ state }) => (isRefusal(state.error) ? false : ASK_MS),
  });
  const isRefused = isRefusal(error);
  return (
    <section aria-labelledby="operators" className="mt-12">
      <h2 id="operators" className="text-2xl font-semibold tracking-tight">
        {words("operators")}
      </h2>
      {token === null || isRefused ? (
        <TokenForm onToken={setToken} error={isRefused ? words(refusalWords(error)) : undefined} />
      ) : (
        <div className="mt-3 space-y-3">
          <Button variant="secondary" onClick={() => setToken(null)}>
            {words("hide")}
          </Button>
          {error && <Notice tone="error">{errorWords(error)}</Notice>}
          {!data && !error && <p className="text-muted">{words("asking")}</p>}
        </div>
      )}
      {data && !isRefused && token !== null && (
        <>
          <TroubleList status={data} />
          <ChainList chains={data.chains} />
          <LastDay at={data.at} day={data.day} requests={data.requests} />
        </>
      )}
    </section>
  );
}

function TokenForm({ onToken, error }: { onToken: (token: string) => void; error: string | undefined }) {
  const words = useTranslations("status");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get("token");
    if (typeof given === "string" && given !== "") onToken(given);
  };
  return (
    <form onSubmit={submit} className="mt-3">
      <p className="mb-5 leading-relaxed text-muted">{words("operatorsHint")}</p>
      <Field label={words("token")} error={error}>
        {(control) => <Input {...control} name="token" type="password" required maxLength={1_000} />}
      </Field>
      <Button type="submit" className="mt-2">
        {words("show")}
      </Button>
    </form>
  );
}

function isRefusal(error: Error | null): error is HttpError {
  return error instanceof HttpError && (error.status === 401 || error.status === 404);
}

function refusalWords({ status }: HttpError): "wrongToken" | "noToken" {
  return status === 401 ? "wrongToken" : "noToken";
}
