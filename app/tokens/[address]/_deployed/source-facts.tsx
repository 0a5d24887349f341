import { useQuery } from "@tanstack/react-query";
import { Download, ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { PageLink } from "#app/_ui/page-link.tsx";
import type { Hex } from "viem";
import { fetchContract } from "#app/_client/contracts-api.ts";
import { useProblems } from "#app/_client/error-words.ts";
import type { HttpError } from "#app/_client/http-client.ts";
import { loadCode } from "#app/_client/load-code.ts";
import { fetchOrder } from "#app/_client/orders-api.ts";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { Button } from "#app/_ui/button.tsx";
import { download } from "#app/_ui/_copy/code-block.tsx";
import { CopyButton } from "#app/_ui/_copy/copy-button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { qualifiedName, type ContractSource } from "#lib/shared/contract/contract-source.ts";
import { contractName, kindOf } from "#lib/shared/contract/kinds.ts";
import type { Order } from "#lib/shared/order.ts";
import { sourceUrl } from "./token-links.ts";

type Published = { source: ContractSource; data: Hex | undefined };

/** All that a verifier asks of whoever hands in the token's source. */
export function SourceFacts({ order }: { order: Order }) {
  const words = useTranslations("publication");
  const problemOf = useProblems();
  const { explorerUrl } = usePublicChain(order.chainId);
  const { data: published, error } = useQuery<Published, HttpError>({
    queryKey: ["source", order.chainId, order.address],
    queryFn: ({ signal }) => read(order, signal),
    staleTime: Infinity,
  });
  if (error)
    return (
      <Notice tone="error" details={problemOf(error).details}>
        {problemOf(error).words}
      </Notice>
    );
  if (!published) return <p className="text-sm text-muted">{words("loading")}</p>;
  const { source, data } = published;
  if (data === undefined) return <Notice>{words("otherVersion")}</Notice>;
  const page = sourceUrl(explorerUrl, order.address);
  return (
    <div className="space-y-4 pb-2">
      <p className="max-w-[48ch] text-[0.9375rem] leading-relaxed text-muted">{words("byHandText")}</p>
      <Button
        variant="secondary"
        onClick={() => download(`${source.name}.standard-input.json`, JSON.stringify(source.input, null, 2))}
      >
        <Download size={16} aria-hidden /> {words("download")}
      </Button>
      <FactList source={source} data={data} />
      <p className="flex flex-wrap gap-x-5 text-[0.9375rem]">
        <PageLink href={`/contracts/${source.name}`} className="min-h-8 underline underline-offset-4">
          {words("readHere")}
        </PageLink>
        {page !== null && (
          <a
            href={page}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-8 items-center gap-1.5 underline underline-offset-4"
          >
            {words("explorerLink")} <ExternalLink size={14} aria-hidden />
          </a>
        )}
      </p>
    </div>
  );
}

function FactList({ source, data }: { source: ContractSource; data: Hex }) {
  const words = useTranslations("publication");
  const { optimizer, evmVersion } = source.input.settings;
  const argumentsText = data.slice(2);
  const facts = [
    [words("contract"), qualifiedName(source)],
    [words("compiler"), `v${source.compiler}`],
    [words("optimizer"), words("optimizerOn", { runs: optimizer.runs })],
    [words("evm"), evmVersion],
    [words("license"), source.license],
  ];
  return (
    <dl className="space-y-1.5 font-mono text-[0.8125rem] leading-5">
      {facts.map(([name, value]) => (
        <div key={name} className="sm:flex sm:gap-4">
          <dt className="text-muted sm:w-40 sm:shrink-0">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
      <div>
        <dt className="flex items-center gap-2 text-muted">
          {words("arguments")}
          <CopyButton text={argumentsText} what={words("arguments")} />
        </dt>
        <dd>
          <pre
            // What scrolls must be reached by keyboard.
            tabIndex={0}
            role="region"
            aria-label={words("arguments")}
            className="max-h-40 overflow-auto break-all whitespace-pre-wrap"
          >
            {argumentsText}
          </pre>
        </dd>
      </div>
    </dl>
  );
}

/** The page may lack the token's code, which its arguments are the end of. */
async function read(order: Order, signal: AbortSignal): Promise<Published> {
  const name = contractName(kindOf(order));
  const [source, { initcode }, { constructorData }] = await Promise.all([
    fetchContract(name, signal),
    order.initcode ? order : fetchOrder(order, signal),
    // The page has it already, to check the order by.
    loadCode(import("#lib/shared/contract/check-order.ts")),
  ]);
  return { source, data: initcode && constructorData(initcode, name) };
}
