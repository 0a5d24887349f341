import { useTranslations } from "next-intl";
import { Panel } from "#app/_ui/panel.tsx";

/** In place of asking for money, while the server could not deliver what it would be paid for. */
export function PausedPanel() {
  const words = useTranslations("panels");
  return <Panel title={words("paused")}>{words("pausedText")}</Panel>;
}
