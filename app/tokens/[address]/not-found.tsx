import { MissingPage } from "#app/_receipt/missing-page.tsx";
import { PlaceAgain } from "./_page/place-again.tsx";

export default function OrderNotFound() {
  return (
    <MissingPage
      title="No receipt for this address"
      text="This server has no order for this address. Check that the address is complete; if you have just paid for it, do not pay again."
    >
      <PlaceAgain />
    </MissingPage>
  );
}
