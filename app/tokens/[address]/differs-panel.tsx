import Link from "next/link";
import type { OrderField } from "#lib/initcode.ts";
import { describeFields } from "#app/order-fields.ts";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
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
