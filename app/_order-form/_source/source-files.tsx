import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/_form/field.tsx";
import { inputClass } from "#app/_ui/_form/input.tsx";
import { shortName, type ContractSource } from "#lib/shared/contract/contract-source.ts";
import { CodeBlock, download } from "#app/_ui/_copy/code-block.tsx";

/** One of a contract's files at a time, its own first; and all of them for the compiler. */
export function SourceFiles({ source }: { source: ContractSource }) {
  const words = useTranslations("source");
  const { name, file, input } = source;
  const [shown, setShown] = useState(file);
  const content = input.sources[shown]?.content ?? "";
  return (
    <div className="space-y-3">
      <Field label={words("file")} hint={words("fileHint", { count: Object.keys(input.sources).length })}>
        {(field) => (
          <select
            {...field}
            className={`${inputClass} font-mono text-sm`}
            value={shown}
            onChange={(event) => setShown(event.currentTarget.value)}
          >
            {Object.keys(input.sources).map((path) => (
              <option key={path} value={path}>
                {shortName(path)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <CodeBlock text={content} label={shortName(shown)} file={shown.split("/").at(-1) ?? shown} />
      <div>
        <Button
          variant="secondary"
          className="whitespace-normal"
          onClick={() => download(`${name}.standard-input.json`, JSON.stringify(input, null, 2))}
        >
          {words("downloadAll")}
        </Button>
        <p className="mt-2 max-w-[60ch] text-[0.8125rem] leading-5 text-muted">{words("downloadAllHint")}</p>
      </div>
    </div>
  );
}
