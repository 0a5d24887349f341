import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { CodeBlock } from "#app/_ui/_copy/code-block.tsx";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { findContractSource } from "#lib/orders/contract-source.ts";
import { shortName, type ContractSource } from "#lib/shared/contract/contract-source.ts";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const source = sourceOf((await params).name);
  const words = await getTranslations("metadata");
  return source
    ? {
        title: words("contract", { name: source.name }),
        alternates: { canonical: `/contracts/${source.name}` },
      }
    : { title: words("noSuchPage") };
}

/** A contract's source, to be read by anybody and compiled again. */
export default async function ContractPage({ params }: Props) {
  const source = sourceOf((await params).name);
  if (!source) notFound();
  const words = await getTranslations("source");
  const { name, file, abi, compiler, input } = source;
  const { optimizer, evmVersion } = input.settings;
  const files = Object.entries(input.sources);
  return (
    <div className="mx-auto max-w-3xl py-10 sm:py-14">
      <h1 className="text-3xl font-semibold tracking-[-0.035em] wrap-anywhere sm:text-4xl">{name}</h1>
      <p className="mt-4 leading-relaxed text-muted">
        {words("compiledBy", { compiler: `solc ${compiler}`, runs: optimizer.runs, evm: evmVersion })}
      </p>
      <div className="mt-8 space-y-3">
        <CodeBlock text={input.sources[file]?.content ?? ""} label={shortName(file)} file={`${name}.sol`} />
        {files.slice(1).map(([path, { content }]) => (
          <SourceFile
            key={path}
            label={shortName(path)}
            text={content}
            file={path.split("/").at(-1) ?? path}
          />
        ))}
        <SourceFile label={words("abi")} text={JSON.stringify(abi, null, 2)} file={`${name}.abi.json`} />
        <SourceFile
          label={words("settings")}
          text={JSON.stringify(input.settings, null, 2)}
          file={`${name}.settings.json`}
        />
      </div>
      <p className="mt-6 text-sm">
        <a
          href={`/api/contracts/${name}`}
          className="inline-flex min-h-11 items-center underline decoration-edge underline-offset-4"
        >
          {words("asJson")}
        </a>
      </p>
    </div>
  );
}

function SourceFile({ label, text, file }: { label: string; text: string; file: string }) {
  return (
    <details>
      <summary className="min-h-11 py-2.5 font-mono text-[0.8125rem] break-all">{label}</summary>
      <CodeBlock text={text} label={file} file={file} />
    </details>
  );
}

function sourceOf(name: string): ContractSource | undefined {
  try {
    return findContractSource(name);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
