import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { Button } from "#app/_ui/button.tsx";
import type { Order } from "#lib/shared/order.ts";
import { setNextDraft } from "./next-draft.ts";

type Props = {
  order: Order;
  /** Whether there are others beside it, so that it has to be said which one each button is for. */
  isOneOfMany?: boolean;
  /** Nothing where it is not remembered here, or no more. */
  onForget?: (() => void) | undefined;
};

/** What can be done with an order that is not paid, other than to pay it. None of it moves money. */
export function UnpaidChoices({ order, isOneOfMany = false, onForget }: Props) {
  const words = useTranslations("unpaid");
  const router = useRouter();
  const labelOf = (text: string) => (isOneOfMany ? `${text}: ${order.name}` : undefined);
  const fillForm = (isChange: boolean) => {
    setNextDraft({ order, isChange });
    router.push("/");
  };
  return (
    <div className="-mx-3 flex flex-wrap font-sans">
      <Button
        variant="quiet"
        className="px-3 text-sm"
        aria-label={labelOf(words("change"))}
        onClick={() => fillForm(true)}
      >
        {words("change")}
      </Button>
      <Button
        variant="quiet"
        className="px-3 text-sm"
        aria-label={labelOf(words("another"))}
        onClick={() => fillForm(false)}
      >
        {words("another")}
      </Button>
      {onForget && (
        <Button
          variant="quiet"
          className="px-3 text-sm"
          aria-label={labelOf(words("forget"))}
          onClick={onForget}
        >
          {words("forget")}
        </Button>
      )}
    </div>
  );
}
