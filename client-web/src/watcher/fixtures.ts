import type { OwnSignal, Role, WatcherView } from "../protocol";
import type { WatcherPage } from ".";

// What a watcher and a chaperone see, to look at; not part of the page.

const signal: OwnSignal = {
  id: "s1",
  level: "hold",
  stage: "displayed",
  recorded: true,
  meant_nothing: false,
  ready: false,
  presses: 1,
};

function holds(view: Partial<WatcherView> = {}, over: Partial<WatcherPage> = {}, role: Role = "watcher"): WatcherPage {
  return {
    you: { id: "kim", role, name: "Kim", admitted: true },
    view: {
      scene: { id: "42A", title: "Hotel room, morning", setup: "B", take: 3, status: "last_looks" },
      set: { access: "closed", notice: "", hold: false, stood_down: false },
      hub: { name: "Stage 4", secure: "local", keep_days: 30 },
      receivers: { ic: true, ad: true, ic_names: ["Iris"] },
      watched: { id: "ana", name: "Ana", on_set: true, relies: true, alone: false },
      signal: null,
      tested: true,
      tests: 1,
      ...view,
    },
    alerts: [],
    dismissLost: () => {},
    link: "live",
    hubNow: () => Date.now(),
    do: async () => ({ ok: true }),
    shown: () => {},
    awake: "held",
    presses: [],
    ...over,
  };
}

/** Every state worth a look, by name. */
export const HOLDERS: Record<string, WatcherPage> = {
  calm: holds(),
  second: holds({ watched: { id: "ana", name: "Ana", on_set: false, relies: false, alone: true }, tested: false }),
  hold: holds({ signal }),
  pause: holds({ signal: { ...signal, level: "pause", stage: "acknowledged", ready: true } }),
  chaperone: holds({ signal }, {}, "chaperone"),
  called: holds({ signal, set: { access: "closed", notice: "", hold: true, stood_down: false } }),
  not_connected: holds({}, { link: "trouble" }),
  gone: holds({ watched: null }),
};
