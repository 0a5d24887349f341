"use client";

import { useTranslations } from "next-intl";
import { useId, type ReactNode } from "react";
import { formatPrice, shortAddress } from "#app/_receipt/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { cn } from "#app/_ui/cn.ts";
import { modalStyle, useModal } from "#app/_ui/dialog.tsx";
import { demoIcon } from "./demo-icon.ts";
import { usePrompt, type Prompt } from "./demo-prompts.ts";

/** The demo wallet's own window. Looks unlike the page on purpose: this is the wallet asking, not the shop. */
export function DemoConfirm() {
  const pending = usePrompt();
  const modal = useModal(pending !== undefined, () => pending?.answer(false));
  const id = useId();
  return (
    <dialog
      {...modal}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-summary`}
      className={cn(
        modalStyle,
        "inset-x-3 top-auto bottom-3 w-auto max-w-none rounded-2xl border-green sm:top-6 sm:right-6 sm:bottom-auto sm:left-auto sm:w-[23rem]",
      )}
    >
      {pending && <Question key={pending.id} id={id} prompt={pending.prompt} answer={pending.answer} />}
    </dialog>
  );
}

type QuestionProps = { id: string; prompt: Prompt; answer: (confirmed: boolean) => void };

function Question({ id, prompt, answer }: QuestionProps) {
  const words = useTranslations("demoWallet");
  return (
    <>
      <div className="flex items-center gap-3 border-b border-rule px-5 py-4">
        <img src={demoIcon} alt="" width={32} height={32} />
        <h2 id={`${id}-title`} className="text-sm font-semibold">
          {words("asks")}
          <span className="block text-xs font-normal text-muted">{words("playMoney")}</span>
        </h2>
      </div>
      <div className="px-5 py-4">
        <p id={`${id}-summary`} className="text-lg font-semibold tracking-tight">
          <Summary prompt={prompt} />
        </p>
        <dl className="mt-4 space-y-2 text-sm">
          <Details prompt={prompt} />
        </dl>
      </div>
      <div className="grid grid-cols-2 gap-3 border-t border-rule p-4">
        <Button variant="secondary" onClick={() => answer(false)}>
          {words("reject")}
        </Button>
        <Button className="bg-green text-paper hover:bg-green" onClick={() => answer(true)}>
          {words("confirm")}
        </Button>
      </div>
    </>
  );
}

function Summary({ prompt }: { prompt: Prompt }) {
  const words = useTranslations("demoWallet");
  switch (prompt.kind) {
    case "send":
      return words("send", {
        amount: formatPrice(prompt.valueWei, "ETH"),
        recipient: prompt.recipient ?? shortAddress(prompt.to),
      });
    case "sign":
      return words("sign");
    case "watch":
      return words("watch", { symbol: prompt.symbol });
    default:
      throw new Error(`unknown prompt ${JSON.stringify(prompt satisfies never)}`);
  }
}

function Details({ prompt }: { prompt: Prompt }) {
  const words = useTranslations("demoWallet");
  switch (prompt.kind) {
    case "send":
      return (
        <>
          <Detail label={words("from")}>{shortAddress(prompt.from)}</Detail>
          <Detail label={words("to")}>{shortAddress(prompt.to)}</Detail>
          <Detail label={words("balance")}>{formatPrice(roundDown(prompt.balanceWei), "ETH")}</Detail>
        </>
      );
    case "sign":
      return (
        <>
          <Detail label={words("with")}>{shortAddress(prompt.from)}</Detail>
          <Detail label={words("message")}>{prompt.message}</Detail>
        </>
      );
    case "watch":
      return <Detail label={words("token")}>{shortAddress(prompt.address)}</Detail>;
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
