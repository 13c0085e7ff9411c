import { useEffect } from "preact/hooks";
import type { LinkState } from "../page";
import { useVisible } from "../receiver";
import type { Card } from "./open";

// When the tab is not in front, its title and its little picture say what is open. Never a name: a tab is seen by everyone.

const icon = (body: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${body}</svg>`)}`;

const ICON = {
  hold: icon('<path fill="#e0231b" d="M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z"/>'),
  pause: icon('<path fill="#ffb224" d="M4 2h6v20H4zM14 2h6v20h-6z"/>'),
  trouble: icon('<circle cx="12" cy="12" r="9" fill="none" stroke="#9a7dff" stroke-width="4" stroke-dasharray="6 4"/>'),
  quiet: "data:,",
};

export interface Attention {
  title: string;
  icon: keyof typeof ICON;
}

export function attention(cards: Card[], link: LinkState, visible: boolean, ask = false): Attention {
  const quiet: Attention = { title: "Quiet Hold", icon: "quiet" };
  if (visible) return quiet;
  const open = cards.filter((card) => !card.lost);
  const word = open.some((card) => card.level === "hold") ? "HOLD" : "PAUSE";
  if (open.length > 0) {
    const more = open.length > 1 ? ` (${open.length} open)` : "";
    return { title: `${word}${more} · Quiet Hold`, icon: word === "HOLD" ? "hold" : "pause" };
  }
  if (link !== "live") return { title: "NOT CONNECTED · Quiet Hold", icon: "trouble" };
  if (cards.length > 0) return { title: "Go and ask · Quiet Hold", icon: "trouble" };
  return ask ? { title: "Go and ask · Quiet Hold", icon: "quiet" } : quiet;
}

export function useAttention(cards: Card[], link: LinkState, ask: boolean): void {
  const { title, icon: picture } = attention(cards, link, useVisible(), ask);
  useEffect(() => {
    document.title = title;
    document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.setAttribute("href", ICON[picture]);
  }, [title, picture]);
}
