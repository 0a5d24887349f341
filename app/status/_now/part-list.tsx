"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { fetchParts, type Part } from "./status-api.ts";

const ASK_MS = 10_000;

/** Each part of the server, and whether it answers, asked again and again. */
export function PartList() {
  const words = useTranslations("status");
  const { data: parts, isError } = useQuery({
    queryKey: ["parts"],
    queryFn: ({ signal }) => fetchParts(signal),
    refetchInterval: ASK_MS,
  });
  return (
    <section aria-labelledby="parts" className="mt-8">
      <h2 id="parts" className="text-lg font-semibold tracking-tight">
        {words("parts")}
      </h2>
      <div className="mt-3" role="status">
        {isError && <Notice tone="error">{words("unknown")}</Notice>}
        {!parts && !isError && <p className="text-muted">{words("asking")}</p>}
      </div>
      {parts && (
        <ul className="divide-y divide-rule border-y border-rule">
          {parts.map((part) => (
            <PartRow key={part.name} part={part} />
          ))}
        </ul>
      )}
    </section>
  );
}

function PartRow({ part: { name, isUp, message } }: { part: Part }) {
  const words = useTranslations("status");
  const label = usePartLabel(name);
  const [well, ill] = name.startsWith("deployer-")
    ? (["able", "unable"] as const)
    : (["up", "down"] as const);
  const Icon = isUp ? CircleCheck : CircleX;
  return (
    <li className="py-3">
      <p className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="wrap-anywhere">{label}</span>
        <span className={isUp ? "text-green" : "text-red"}>
          <Icon size={16} className="mr-1.5 inline align-[-0.15em]" aria-hidden />
          {words(isUp ? well : ill)}
        </span>
      </p>
      {message && <code className="mt-1 block font-mono text-xs wrap-anywhere text-muted">{message}</code>}
    </li>
  );
}

/** A part's name in words; one that nobody has thought of keeps its own. */
function usePartLabel(name: string): string {
  const words = useTranslations("status");
  const { chains } = usePublicConfig();
  const [, kind, id] = /^(\w+)-(\d+)$/.exec(name) ?? [];
  const chain = chains.find((each) => String(each.id) === id)?.name ?? id ?? "";
  if (kind === "chain" || kind === "deployer") return words(`part.${kind}`, { chain });
  return name === "database" || name === "queue" ? words(`part.${name}`) : name;
}
