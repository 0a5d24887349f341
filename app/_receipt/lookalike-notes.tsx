import { Notice } from "#app/_ui/notice.tsx";
import { lookalikes, type Lookalike } from "#lib/shared/names/lookalikes.ts";

type Props = { name: string; symbol: string; className: string };

/** What a token may be taken for, where that is something else. Said, and nothing more: nobody is held up by it. */
export function LookalikeNotes({ name, symbol, className }: Props) {
  return (
    <div aria-live="polite" className={className}>
      {lookalikes({ name, symbol }).map((lookalike) => (
        <Notice key={lookalike.text}>{wordsFor(lookalike)}</Notice>
      ))}
    </div>
  );
}

function wordsFor(lookalike: Lookalike): string {
  switch (lookalike.kind) {
    case "coin": {
      const { text, coin } = lookalike;
      const said = text === coin ? `${text} is a well-known coin.` : `${text} looks like ${coin}.`;
      const another = text === coin ? "another by that name" : "it";
      return `${said} Wallets and exchanges may take ${another} for an imitation, and so may the law.`;
    }
    case "scripts": {
      const scripts = new Intl.ListFormat("en").format(lookalike.scripts);
      return `${lookalike.text} mixes ${scripts} letters in one word, which look alike. Wallets and exchanges may take it for an imitation.`;
    }
  }
}
