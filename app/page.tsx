import { NewOrder } from "./order/new-order.tsx";

export default function Page() {
  return <NewOrder />;
}
