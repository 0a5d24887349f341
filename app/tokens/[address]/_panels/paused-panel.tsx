import { Panel } from "./panel.tsx";

/** In place of asking for money, while the server could not deliver what it would be paid for. */
export function PausedPanel() {
  return (
    <Panel title="It can't be paid just now">
      The server could not make your token at once, so it takes no money for it. Your order and its address
      are kept, and this page looks again by itself: once it can be paid, you are asked here.
    </Panel>
  );
}
