import { useTranslations } from "next-intl";
import { PageLink } from "#app/_ui/page-link.tsx";
import { Logo } from "#app/_ui/logo.tsx";
import { WalletButton } from "#app/_wallet/wallet-button.tsx";
import { NavLink } from "./nav-link.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

export function Header() {
  const words = useTranslations("shell");
  return (
    <header className="border-b border-rule">
      <div className="mx-auto flex h-[4.5rem] w-full max-w-6xl items-center gap-2 px-4 sm:px-8">
        <PageLink href="/" className="flex min-h-11 items-center gap-2.5 font-semibold tracking-tight">
          <Logo />
          <span className="text-[1.0625rem] max-[22rem]:sr-only">Coinwright</span>
        </PageLink>
        <nav aria-label={words("main")} className="ml-6 hidden gap-1 sm:flex">
          <NavLink href="/">{words("newToken")}</NavLink>
          <NavLink href="/tokens">{words("yourTokens")}</NavLink>
        </nav>
        <div className="ml-auto flex items-center gap-1 sm:gap-2">
          <ThemeToggle />
          <WalletButton />
        </div>
      </div>
      <nav aria-label={words("main")} className="flex border-t border-rule px-2 sm:hidden">
        <NavLink href="/">{words("newToken")}</NavLink>
        <NavLink href="/tokens">{words("yourTokens")}</NavLink>
      </nav>
    </header>
  );
}
