import { getTranslations } from "next-intl/server";
import { MissingPage } from "#app/_receipt/missing-page.tsx";
import { Words } from "#app/_words/words.tsx";
import { MissingOrder } from "./_page/missing-order.tsx";

export default async function OrderNotFound() {
  const words = await getTranslations("missing");
  return (
    <MissingPage title={words("order")} text={words("orderText")}>
      <Words of={["order"]}>
        <MissingOrder />
      </Words>
    </MissingPage>
  );
}
