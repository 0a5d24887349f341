import { NewOrder } from "#app/_order-form/new-order.tsx";

export default function Page() {
  return <NewOrder />;
}
