import { useTranslations } from "next-intl";
import { groupDigits } from "#app/_receipt/format.ts";
import { Notice } from "#app/_ui/notice.tsx";
import type { TokenNote } from "./token-notes.ts";

/** What is worth knowing before a token is ordered. Said, and nothing more: nobody is held up by it. */
export function NoteList({ notes }: { notes: readonly TokenNote[] }) {
  const wordsFor = useNoteWords();
  return (
    <div aria-live="polite" className="*:mb-3 sm:col-span-2">
      {notes.map((note) => (
        <Notice key={note.code}>{wordsFor(note)}</Notice>
      ))}
    </div>
  );
}

function useNoteWords(): (note: TokenNote) => string {
  const words = useTranslations("tokenNotes");
  return (note) => {
    switch (note.code) {
      case "longSymbol":
        return words("longSymbol", { units: note.units, most: note.most });
      case "indivisible":
        return words("indivisible");
      case "coarse":
        return words("coarse", { decimals: note.decimals, smallest: note.smallest });
      case "beyondPools":
        return words("beyondPools", { most: groupDigits(note.most) });
      default:
        throw new Error(`unknown note ${JSON.stringify(note satisfies never)}`);
    }
  };
}
