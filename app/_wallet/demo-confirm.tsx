"use client";

import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";
import { formatPrice, shortAddress } from "#app/_receipt/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { useReturnFocus } from "#app/_ui/use-return-focus.ts";
import { demoIcon } from "./demo-icon.ts";
import { usePrompt, type Prompt } from "./demo-prompts.ts";

/** The demo wallet's own window. Looks unlike the page on purpose: this is the wallet asking, not the shop. */
export function DemoConfirm() {
  const pending = usePrompt();
  const returnFocus = useReturnFocus();
  return (
    <AlertDialog.Root open={pending !== undefined} onOpenChange={(open) => !open && pending?.answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 animate-appear bg-[rgb(20_14_6/0.55)]" />
        <AlertDialog.Content
          {...returnFocus}
          className="fixed inset-x-3 bottom-3 z-50 animate-appear overflow-hidden rounded-2xl border border-green bg-raised shadow-2xl sm:inset-x-auto sm:top-6 sm:right-6 sm:bottom-auto sm:w-[23rem]"
        >
          {pending && <Question key={pending.id} prompt={pending.prompt} answer={pending.answer} />}
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function Question({ prompt, answer }: { prompt: Prompt; answer: (confirmed: boolean) => void }) {
  return (
    <>
      <div className="flex items-center gap-3 border-b border-rule px-5 py-4">
        <img src={demoIcon} alt="" width={32} height={32} />
        <AlertDialog.Title className="text-sm font-semibold">
          Demo wallet asks
          <span className="block text-xs font-normal text-muted">
            Play money on a local chain. Nothing here is worth anything.
          </span>
        </AlertDialog.Title>
      </div>
      <div className="px-5 py-4">
        <AlertDialog.Description className="text-lg font-semibold tracking-tight">
          {summaryOf(prompt)}
        </AlertDialog.Description>
        <dl className="mt-4 space-y-2 text-sm">{detailsOf(prompt)}</dl>
      </div>
      <div className="grid grid-cols-2 gap-3 border-t border-rule p-4">
        <AlertDialog.Cancel asChild>
          <Button variant="secondary">Reject</Button>
        </AlertDialog.Cancel>
        <Button className="bg-green text-paper hover:bg-green" onClick={() => answer(true)}>
          Confirm
        </Button>
      </div>
    </>
  );
}

function summaryOf(prompt: Prompt): string {
  switch (prompt.kind) {
    case "send":
      return `Send ${formatPrice(prompt.valueWei, "ETH")} to ${prompt.recipient ?? shortAddress(prompt.to)}`;
    case "sign":
      return "Sign a message";
    case "watch":
      return `Add ${prompt.symbol} to this wallet`;
    default:
      throw new Error(`unknown prompt ${JSON.stringify(prompt satisfies never)}`);
  }
}

function detailsOf(prompt: Prompt): ReactNode {
  switch (prompt.kind) {
    case "send":
      return (
        <>
          <Detail label="From">{shortAddress(prompt.from)}</Detail>
          <Detail label="To">{shortAddress(prompt.to)}</Detail>
          <Detail label="Balance">{formatPrice(roundDown(prompt.balanceWei), "ETH")}</Detail>
        </>
      );
    case "sign":
      return (
        <>
          <Detail label="With">{shortAddress(prompt.from)}</Detail>
          <Detail label="Message">{prompt.message}</Detail>
        </>
      );
    case "watch":
      return <Detail label="Token">{shortAddress(prompt.address)}</Detail>;
    default:
      throw new Error(`unknown prompt ${JSON.stringify(prompt satisfies never)}`);
  }
}

function Detail({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 font-mono break-words">{children}</dd>
    </div>
  );
}

/** To four decimals of an ether. */
function roundDown(wei: bigint): bigint {
  const unit = 10n ** 14n;
  return (wei / unit) * unit;
}
