import { STATUS, sceneLine } from "../floor";
import { Tick } from "../more-shapes";
import type { Page } from "../page";
import type { IcView } from "../protocol";
import { useAsk } from "../receiver";
import { PartedLink } from "../shapes";
import { Said } from "./panel-head";

export type Panel = "set" | "waiting" | "ask" | "plan" | "record" | "codes" | "cast" | "keys";

interface Props {
  page: Page<IcView>;
  panel: Panel;
  show(panel: Panel): void;
  /** Names are behind the PIN: the panels too. */
  locked: boolean;
}

/** Always in sight: where we are, whether this screen counts, and who waits. */
export function Bar({ page, panel, show, locked }: Props) {
  const { view } = page;
  const waiting = view.waiting.length;
  const flip = (to: Panel) => show(panel === to ? "set" : to);
  return (
    <header class="ic-bar">
      <div class="ic-place">
        <h1>
          <bdi>{view.hub.name}</bdi>
        </h1>
        <p>
          <bdi>{sceneLine(view.scene)}</bdi>
          {view.scene && <strong> {STATUS[view.scene.status]}</strong>}
        </p>
      </div>
      <FloorSwitch page={page} />
      <nav aria-label="Panels" inert={locked}>
        <button
          type="button"
          aria-pressed={panel === "waiting"}
          data-some={waiting > 0}
          onClick={() => flip("waiting")}
        >
          Waiting{waiting > 0 && <b class="count">{waiting}</b>}
        </button>
        <button type="button" aria-pressed={panel === "ask"} onClick={() => flip("ask")}>
          Ask
        </button>
        <button type="button" aria-pressed={panel === "plan"} onClick={() => flip("plan")}>
          Plan
        </button>
        <button type="button" aria-pressed={panel === "record"} onClick={() => flip("record")}>
          Record
        </button>
        <button type="button" aria-pressed={panel === "codes"} onClick={() => flip("codes")}>
          Codes
        </button>
        <button type="button" class="minor for-keys" aria-pressed={panel === "keys"} onClick={() => flip("keys")}>
          Keys
        </button>
      </nav>
    </header>
  );
}

const FLOOR = {
  on: ["On the floor", "Holds count as reaching you"],
  off: ["Not on the floor", "Tap when you are there: until then you don’t count"],
  cut: ["Not connected", "Holds do not reach this screen"],
};

/** Honest: it says that holds reach the IC only while they do. */
function FloorSwitch({ page }: { page: Page<IcView> }) {
  const { said, ask } = useAsk(page);
  const on = page.view.on_floor;
  const state = page.link !== "live" ? "cut" : on ? "on" : "off";
  const [word, line] = FLOOR[state];
  return (
    <div class="floor" data-state={state}>
      <button
        type="button"
        role="switch"
        aria-checked={on}
        class={state === "on" ? "floor-switch" : "floor-switch trouble"}
        onClick={() => ask({ kind: "on_floor", on: !on })}
      >
        {state === "on" ? <Tick /> : <PartedLink />}
        <span>
          <b>{word}</b>
          <small>{line}</small>
        </span>
      </button>
      <Said said={said} />
    </div>
  );
}
