import Link from "next/link";
import { describeFields } from "#app/_receipt/order-fields.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { OrderField } from "#lib/shared/check-order.ts";
import { Panel } from "./panel.tsx";

/** In place of asking for money, where the server's word for an order does not hold. */
export function DiffersPanel({ differences }: { differences: readonly OrderField[] }) {
  return (
    <>
      <Panel title="Don't pay for this order">
        Before it asks for money, this page works out by itself what the money would buy. Here that is not
        what the server says, so your wallet is not asked for anything.
      </Panel>
      <Notice tone="error">
        It differs in {describeFields(differences)}. Place your order anew, and if you see this again, tell
        whoever runs this server.
      </Notice>
      <Button asChild variant="secondary">
        <Link href="/">Order anew</Link>
      </Button>
    </>
  );
}
