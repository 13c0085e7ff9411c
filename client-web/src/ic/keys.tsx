import { useEffect, useState } from "preact/hooks";
import type { Page } from "../page";
import type { IcView } from "../protocol";
import { inHand } from "../receiver";
import { keep, kept } from "../storage";
import type { Panel } from "./bar";
import { type Card, nextStep } from "./open";
import { PanelHead } from "./panel-head";

// The keyboard. No single key releases, calls or takes anybody out: those need the button itself.

const LIST = [
  ["A", "Acknowledge the first open signal"],
  ["↑ ↓", "Go from one control to the next within its list"],
  ["W", "Waiting room"],
  ["C", "Check-ins and changes"],
  ["P", "The day’s plan"],
  ["D", "The day’s record"],
  ["Q", "QR codes"],
  ["?", "These keys"],
  ["Esc", "Back to the set"],
];

const lettersOn = () => kept("letters-off") === null;

export type KeyAct = { acknowledge: string } | { show: Panel } | { move: 1 | -1 } | null;

export function keyAct(key: string, cards: Card[], letters: boolean): KeyAct {
  switch (key) {
    case "Escape":
      return { show: "set" };
    case "ArrowDown":
      return { move: 1 };
    case "ArrowUp":
      return { move: -1 };
  }
  if (!letters) return null;
  switch (key.toLowerCase()) {
    case "a": {
      const first = cards.find((card) => nextStep(card) === "acknowledge");
      return first ? { acknowledge: first.id } : null;
    }
    case "w":
      return { show: "waiting" };
    case "c":
      return { show: "ask" };
    case "p":
      return { show: "plan" };
    case "d":
      return { show: "record" };
    case "q":
      return { show: "codes" };
    case "?":
      return { show: "keys" };
    default:
      return null;
  }
}

function move(step: 1 | -1): void {
  const list = document.activeElement?.closest("section") ?? document.querySelector(".ic-main");
  const stops = [...(list?.querySelectorAll<HTMLElement>("button, select, input, textarea, summary") ?? [])].filter(
    (el) => el.offsetParent !== null && !(el as HTMLButtonElement).disabled,
  );
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops[(at + step + stops.length) % stops.length]?.focus();
}

export function useKeys(cards: Card[], page: Page<IcView>, show: (panel: Panel) => void): void {
  useEffect(() => {
    const down = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
      const on = e.target as HTMLElement;
      if (on.matches("input:not([type=checkbox]), select, textarea") && e.key !== "Escape") return;
      const act = keyAct(e.key, cards, lettersOn());
      if (!act) return;
      e.preventDefault();
      if ("acknowledge" in act) void page.do(inHand(act.acknowledge, page.alerts));
      else if ("show" in act) show(act.show);
      else move(act.move);
    };
    document.addEventListener("keydown", down);
    return () => document.removeEventListener("keydown", down);
  });
}

export function Keys({ close }: { close(): void }) {
  const [on, setOn] = useState(lettersOn);
  return (
    <section aria-labelledby="keys-head">
      <PanelHead id="keys-head" title="Keys" close={close} />
      <dl class="keys">
        {LIST.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={on}
          onChange={() => {
            keep("letters-off", on || null);
            setOn(!on);
          }}
        />
        Single letters work
      </label>
      <p class="quiet">Releasing has no key of its own: go to its button and press Enter.</p>
    </section>
  );
}
