import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { fetchContract } from "#app/_client/contracts-api.ts";
import { useErrorWords } from "#app/_client/error-words.ts";
import type { HttpError } from "#app/_client/http-client.ts";
import { Notice } from "#app/_ui/notice.tsx";
import { constructorArguments } from "#lib/shared/contract/constructor-arguments.ts";
import type { ContractSource } from "#lib/shared/contract/contract-source.ts";
import { CodeBlock } from "#app/_ui/_copy/code-block.tsx";
import { SourceFiles } from "./source-files.tsx";

type Props = { kind: string; values: Parameters<typeof constructorArguments>[1] };

/** A contract's source and its ABI, with what compiles the one to the other and what its constructor is given. */
export function SourceView({ kind, values }: Props) {
  const words = useTranslations("source");
  const wordsOf = useErrorWords();
  const { data, error } = useQuery<ContractSource, HttpError>({
    queryKey: ["contract", kind],
    queryFn: ({ signal }) => fetchContract(kind, signal),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  if (error) return <Notice tone="error">{wordsOf(error)}</Notice>;
  if (!data) return <p className="text-sm text-muted">{words("loading")}</p>;
  const abi = JSON.stringify(data.abi, null, 2);
  return (
    <div aria-busy={data.name !== kind} className="space-y-4">
      <p role="status" className="text-sm leading-relaxed text-muted">
        {words("kind", { name: data.name })} {words("compiledBy", settingsOf(data))}
      </p>
      <Tabs.Root defaultValue="solidity">
        <Tabs.List aria-label={words("tabs")} className="flex gap-1 border-b border-rule">
          <Tab value="solidity">Solidity</Tab>
          <Tab value="abi">ABI</Tab>
        </Tabs.List>
        <Tabs.Content value="solidity" className="pt-4">
          <SourceFiles key={data.name} source={data} />
        </Tabs.Content>
        <Tabs.Content value="abi" className="pt-4">
          <CodeBlock text={abi} label={words("abi")} file={`${data.name}.abi.json`} />
        </Tabs.Content>
      </Tabs.Root>
      <Arguments source={data} values={values} />
    </div>
  );
}

function Tab({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Trigger
      value={value}
      className="-mb-px min-h-11 border-b-2 border-transparent px-4 text-sm font-medium text-muted hover:text-ink aria-selected:border-accent aria-selected:text-ink"
    >
      {children}
    </Tabs.Trigger>
  );
}

function Arguments({ source, values }: { source: ContractSource; values: Props["values"] }) {
  const words = useTranslations("source");
  return (
    <section aria-label={words("arguments")}>
      <h2 className="text-sm font-medium">{words("arguments")}</h2>
      <dl className="mt-2 space-y-1.5 font-mono text-[0.8125rem] leading-5">
        {constructorArguments(source.abi, values).map(({ name, type, value }) => (
          <div key={name} className="sm:flex sm:gap-4">
            <dt className="text-muted sm:w-40 sm:shrink-0">
              {type} {name}
            </dt>
            <dd className="min-w-0 wrap-anywhere">{value ?? "—"}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function settingsOf({ compiler, input: { settings } }: ContractSource) {
  return {
    compiler: `solc ${compiler}`,
    runs: settings.optimizer.runs,
    evm: settings.evmVersion,
  };
}
