import type { Alerted, Page } from "../page";
import type { AdSignal, AdView, Alert, ReadyLine, Status } from "../protocol";

// Takes to look at and to test with; not part of the page.

export const NOW = new Date("2026-05-04T10:42:00").getTime();

export const MET: ReadyLine[] = [
  { key: "no_open_signal", met: true, hard: true, text: "No open signal" },
  { key: "ic_reachable", met: true, hard: true, text: "An IC is reachable" },
  { key: "ad_reachable", met: true, hard: false, text: "A 1st AD is reachable" },
  { key: "way_to_signal", met: true, hard: false, text: "3 of 3 performers have a way to signal now" },
  { key: "check_in_cleared", met: true, hard: true, text: "Check-in cleared" },
  { key: "no_change_asked", met: true, hard: false, text: "No change being asked" },
  { key: "closed_as_listed", met: true, hard: false, text: "Closed as listed" },
];

export function unmet(...keys: ReadyLine["key"][]): ReadyLine[] {
  return MET.map((line) =>
    keys.includes(line.key)
      ? {
          ...line,
          met: false,
          text: line.key === "way_to_signal" ? "2 of 3 performers have a way to signal now" : `${line.text}: not so`,
        }
      : line,
  );
}

export function signal(id: string, over: Partial<AdSignal> = {}): AdSignal {
  return { id, level: "hold", stage: "displayed", raised_at: NOW - 4000, scene: "42A", ...over };
}

export function alerted(signal: string, over: Partial<Alert> = {}, lost = false): Alerted {
  return {
    alert: { signal, level: "hold", again: 0, scene: "42A", raised_at: NOW - 4000, ...over },
    at: performance.now(),
    lost,
  };
}

export function view(status: Status, over: Partial<AdView> = {}): AdView {
  return {
    on_floor: true,
    reach: { ic: 1, ad: 1 },
    signals: [],
    ready: MET,
    closed_list: null,
    scenes: [],
    closures_open: 0,
    changes: [],
    attested: { ic: true, ad: true },
    anyone_on_set: true,
    notices: [],
    scene: { id: "42A", title: "Hotel room, morning", setup: "B", take: 3, status },
    set: { access: "closed", notice: "", hold: false, stood_down: false },
    hub: { name: "Stage 4", secure: "local", keep_days: 30 },
    ...over,
  };
}

export function page(view: AdView, over: Partial<Page<AdView>> = {}): Page<AdView> {
  return {
    you: { id: "milo", role: "ad", name: "Milo", admitted: true },
    view,
    alerts: [],
    dismissLost: () => {},
    link: "live",
    hubNow: () => NOW,
    do: async (cmd) =>
      cmd.kind === "status" && cmd.status === "rolling" && !cmd.override && view.ready.some((line) => !line.met)
        ? { ok: false, code: "not_ready_to_roll", message: "Not ready to roll: see the list." }
        : { ok: true },
    shown: () => {},
    awake: "held",
    ...over,
  };
}

const called = { access: "closed", notice: "", hold: true, stood_down: false } as const;

/** Every state worth a look, by name. */
export const TAKES: Record<string, Page<AdView>> = {
  ready: page(view("picture_up")),
  not_ready: page(view("last_looks", { ready: unmet("way_to_signal", "closed_as_listed") })),
  not_ready_hard: page(
    view("last_looks", { ready: unmet("ic_reachable", "closed_as_listed"), reach: { ic: 0, ad: 1 } }),
  ),
  no_scene: page(view("blocking", { scene: null, on_floor: false, ready: [] })),
  rolling: page(view("rolling")),
  rolling_off_line: page(view("rolling"), { link: "trouble" }),
  hold: page(view("rolling", { signals: [signal("s1")] }), { alerts: [alerted("s1")] }),
  hold_cut: page(view("cut", { signals: [signal("s1", { stage: "acknowledged" })] })),
  hold_called: page(view("cut", { signals: [signal("s1", { stage: "acknowledged" })], set: called })),
  pause_rolling: page(view("rolling", { signals: [signal("s1", { level: "pause" })] }), {
    alerts: [alerted("s1", { level: "pause" })],
  }),
  pause_seen: page(view("reset", { signals: [signal("s1", { level: "pause", stage: "acknowledged" })] })),
  cut: page(view("cut")),
  long_names: page(
    view("rolling", {
      scene: { id: "4".repeat(16), title: "t".repeat(90), setup: "8".repeat(16), take: 120, status: "picture_up" },
      set: { access: "closed", notice: "n".repeat(120), hold: false, stood_down: false },
    }),
  ),
  reset: page(view("reset", { ready: unmet("closed_as_listed") })),
  wrapped: page(view("wrapped")),
  stood_down: page(view("blocking", { set: { ...called, hold: false, stood_down: true } })),
  stood_down_rolling: page(
    view("rolling", { set: { ...called, hold: false, stood_down: true }, ready: unmet("ic_reachable") }),
  ),
  stood_down_hold: page(
    view("rolling", { signals: [signal("s1")], set: { ...called, hold: false, stood_down: true } }),
    { alerts: [alerted("s1")] },
  ),
  not_connected: page(view("rehearsal"), { link: "trouble" }),
  lost: page(view("rehearsal"), { alerts: [alerted("s9", {}, true)] }),
  notices: page(
    view("rehearsal", { notices: [{ at: NOW - 60_000, text: "Jo has joined as a further IC.", tone: "normal" }] }),
    { alerts: [alerted("t1", { level: "test" })] },
  ),
  plan: page(
    view("last_looks", {
      ready: unmet("closed_as_listed"),
      attested: { ic: true, ad: false },
      closed_list: {
        people: [
          { name: "Director", moments: false },
          { name: "Camera operator", moments: false },
          { name: "Make-up", moments: true },
        ],
        monitors: ["Director’s handheld", "Focus"],
      },
      scenes: [
        { id: "12", title: "Breakfast", call: NOW - 7_200_000, wrapped: true },
        { id: "42A", title: "Hotel room, morning", call: NOW, wrapped: false },
        { id: "43", title: "The corridor", call: NOW + 7_200_000, wrapped: false },
      ],
    }),
  ),
  closures: page(view("closure", { closures_open: 2 }), {
    do: async (cmd) =>
      cmd.kind === "status" && cmd.status === "wrapped" && !cmd.override
        ? { ok: false, code: "not_ready_to_roll", message: "2 of the cast have had no closure yet." }
        : { ok: true },
  }),
  changes: page(
    view("last_looks", {
      ready: unmet("check_in_cleared", "no_change_asked"),
      changes: [
        { id: "c1", scene: "41", text: "The towel stays on", state: "agreed" },
        { id: "c2", scene: "42A", text: "The robe comes off before she turns to the window", state: "not_today" },
        { id: "c3", scene: "42A", text: "His hand goes to her waist, over the robe", state: "asking" },
      ],
    }),
  ),
};
