import { useFormatter, useTranslations } from "next-intl";
import { Notice } from "#app/_ui/notice.tsx";
import type { Lookalike } from "#lib/shared/names/lookalikes.ts";

type Props = { lookalikes: readonly Lookalike[]; className: string };

/** What a token may be taken for, where that is something else. Said, and nothing more: nobody is held up by it. */
export function LookalikeNotes({ lookalikes, className }: Props) {
  const wordsFor = useLookalikeWords();
  return (
    <div aria-live="polite" className={className}>
      {lookalikes.map((lookalike) => (
        <Notice key={lookalike.text}>{wordsFor(lookalike)}</Notice>
      ))}
    </div>
  );
}

function useLookalikeWords(): (lookalike: Lookalike) => string {
  const words = useTranslations("receipt");
  const format = useFormatter();
  const alphabets = useTranslations("alphabets");
  return (lookalike) => {
    switch (lookalike.kind) {
      case "coin": {
        const { text, coin } = lookalike;
        return text === coin ? words("coin", { text }) : words("coinAlike", { text, coin });
      }
      case "scripts": {
        const scripts = format.list(lookalike.scripts.map((script) => alphabets(script)));
        return words("scripts", { text: lookalike.text, scripts });
      }
      default:
        throw new Error(`unknown lookalike ${JSON.stringify(lookalike satisfies never)}`);
    }
  };
}
