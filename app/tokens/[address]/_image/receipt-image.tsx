import { createElement, type ReactNode } from "react";
import { groupDigits } from "#app/_receipt/format.ts";
import type { Order } from "#lib/shared/order.ts";
import type { Piece, Printable } from "./printable.ts";

/** What it says around what was ordered. */
export type ImageWords = Record<"title" | "symbol" | "supply" | "address" | "stamp", string>;

/** What people have chosen themselves, as it can be printed. */
export type Chosen = Record<"name" | "symbol" | "network", Printable>;

type Props = { order: Order; chosen: Chosen; words: ImageWords; fontFamily: string };

const colours = {
  ground: "#f3eee4",
  paper: "#fffdf7",
  ink: "#1f1a14",
  muted: "#665c4f",
  accent: "#9a4818",
  green: "#17633f",
};
/** How long a name may be to be printed large. */
const SHORT = 18;

/** A receipt as it is shown where its page is linked to. It is drawn by Satori, which knows a part of CSS. */
export function ReceiptImage({ order, chosen, words, fontFamily }: Props) {
  const isDone = order.status === "deployed";
  return (
    <div
      style={{
        display: "flex",
        width: "100%",
        height: "100%",
        padding: "48px 64px 0",
        background: colours.ground,
        color: colours.ink,
        fontFamily,
      }}
    >
      <div style={{ ...column, flex: 1, padding: "40px 56px", background: colours.paper }}>
        <div style={{ display: "flex", justifyContent: "space-between", fontSize: 24, color: colours.muted }}>
          <span style={{ fontWeight: 700, letterSpacing: 6, color: colours.accent }}>COINWRIGHT</span>
          <Print pieces={[{ text: `${words.title} · ` }, ...chosen.network.pieces]} size={24} />
        </div>
        <div
          style={{ display: "flex", alignItems: "center", justifyContent: "space-between", marginTop: 44 }}
        >
          <div style={{ display: "flex", flex: 1, fontWeight: 700, lineHeight: 1.3 }}>
            <Print pieces={chosen.name.pieces} size={chosen.name.width > SHORT ? 48 : 72} />
          </div>
          {isDone && <Stamp>{words.stamp}</Stamp>}
        </div>
        <div style={{ ...column, marginTop: "auto", gap: 14, fontSize: 30 }}>
          <Row label={words.symbol}>
            <Print pieces={chosen.symbol.pieces} size={30} />
          </Row>
          <Row label={words.supply}>{cut(groupDigits(order.supply), 34)}</Row>
          <div style={{ ...column, marginTop: 18, paddingTop: 22, borderTop: `3px dashed ${colours.muted}` }}>
            <span style={{ fontSize: 22, color: colours.muted }}>{words.address}</span>
            <span style={{ marginTop: 6, fontSize: 34, fontWeight: 700 }}>{order.address}</span>
          </div>
        </div>
      </div>
    </div>
  );
}

const column = { display: "flex", flexDirection: "column" } as const;

/** Pieces one beside the other, and below where there is no room. */
function Print({ pieces, size }: { pieces: Piece[]; size: number }) {
  const style = { display: "flex", flexWrap: "wrap", alignItems: "center", fontSize: size } as const;
  return createElement("div", { style }, ...pieces.map((piece) => toElement(piece, size)));
}

function toElement(piece: Piece, size: number) {
  if ("text" in piece) return <span style={{ whiteSpace: "pre" }}>{piece.text}</span>;
  return <img src={piece.picture} alt="" width={size} height={size} />;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div style={{ display: "flex", justifyContent: "space-between" }}>
      <span style={{ color: colours.muted }}>{label.toUpperCase()}</span>
      <span>{children}</span>
    </div>
  );
}

function Stamp({ children }: { children: string }) {
  return (
    <div
      style={{
        display: "flex",
        marginLeft: 32,
        padding: "8px 24px",
        border: `5px solid ${colours.green}`,
        borderRadius: 10,
        color: colours.green,
        fontSize: 38,
        fontWeight: 700,
        letterSpacing: 5,
        transform: "rotate(-6deg)",
      }}
    >
      {children.toUpperCase()}
    </div>
  );
}
