import { Mark } from "#app/_ui/logo.tsx";

export function ReceiptHead({ title, network }: { title: string; network: string }) {
  return (
    <header className="flex flex-col items-center text-center">
      <Mark size={34} />
      <p className="mt-2 text-base font-semibold tracking-[0.24em]">COINWRIGHT</p>
      <h2 className="text-xs text-muted">
        {title} · {network}
      </h2>
    </header>
  );
}
