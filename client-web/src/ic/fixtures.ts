import type { Alerted, Page } from "../page";
import type {
  Alert,
  IcChange,
  IcLine,
  IcPlan,
  IcScene,
  IcSignal,
  IcView,
  PartView,
  PersonView,
  ReadyLine,
  Reply,
  Who,
} from "../protocol";

// Days to look at and to test with; not part of the page.

export const NOW = new Date("2026-05-04T10:42:00").getTime();

export function person(id: string, over: Partial<PersonView> = {}): PersonView {
  return {
    id,
    name: id[0]?.toUpperCase() + id.slice(1),
    title: "",
    role: "performer",
    admitted: true,
    on_set: true,
    in_cast: true,
    way: "in_reach",
    way_confirmed: true,
    link: "live",
    lanes: 2,
    rtt_ms: 10,
    may_sleep: false,
    tested: true,
    tested_ms: 84,
    check_in: null,
    on_floor: false,
    planned: null,
    minor: false,
    for: null,
    closure: null,
    ...over,
  };
}

export function who(id: string, over: Partial<Who> = {}): Who {
  return {
    id,
    name: id[0]?.toUpperCase() + id.slice(1),
    how: "own_press",
    late: false,
    pressed_at: NOW - 7000,
    ...over,
  };
}

export function signal(id: string, over: Partial<IcSignal> = {}): IcSignal {
  return {
    id,
    level: "hold",
    stage: "displayed",
    ad_stage: "displayed",
    hidden_from_ad: false,
    recorded: true,
    scene: "42A",
    raised_at: NOW - 7000,
    armed_at: NOW - 7000,
    presses: 1,
    who: who("ana"),
    meant_nothing: false,
    ready: false,
    releasable: false,
    ...over,
  };
}

export function change(id: string, replies: Record<string, Reply | null>, over: Partial<IcChange> = {}): IcChange {
  return {
    id,
    scene: "42A",
    text: "Ben’s hand goes to Ana’s waist, over the robe",
    sensitive: false,
    short_notice: false,
    state: "asking",
    at: NOW - 42_000,
    replies: Object.entries(replies).map(([person, reply]) => ({
      person,
      name: person[0]?.toUpperCase() + person.slice(1),
      reply,
    })),
    ...over,
  };
}

export function part(name: string, over: Partial<PartView> = {}): PartView {
  return {
    name,
    needs_rider: true,
    received: NOW - 70 * 3_600_000,
    short_notice: false,
    confirmed: true,
    late_hire: false,
    ...over,
  };
}

export function line(id: string, over: Partial<IcLine> = {}): IcLine {
  return { id, who: [], to: [], what: "A kiss on the mouth", say: "yes", today: false, ...over };
}

export function planScene(id: string, over: Partial<IcScene> = {}): IcScene {
  return {
    id,
    title: "",
    call: null,
    kinds: [],
    parts: [],
    lines: [],
    limits: [],
    closed_list: { people: [], monitors: [] },
    wrapped: false,
    ...over,
  };
}

export function plan(over: Partial<IcPlan> = {}): IcPlan {
  return { notice_hours: 48, scenes: [], people: [], ...over };
}

const READY_ASKED: ReadyLine[] = [
  { key: "check_in_cleared", met: false, hard: true, text: "Check-in under way: the IC says when it is clear" },
  { key: "no_change_asked", met: true, hard: false, text: "No change being asked" },
];

/** A round is open, and these have been asked. */
export function round(people: PersonView[], over: Partial<IcView> = {}): IcView {
  return view({
    people: [...people, person("iris", { role: "ic", way: null, on_floor: true })],
    check_in: { id: "q1", text: "How are you?", at: NOW - 23_000, cleared: false },
    ready: [...view().ready.slice(0, 4), ...READY_ASKED, ...view().ready.slice(4)],
    ...over,
  });
}

export function alerted(signal: string, over: Partial<Alert> = {}, lost = false): Alerted {
  return {
    alert: { signal, level: "hold", again: 0, scene: "42A", raised_at: NOW - 7000, who: who("ana"), ...over },
    at: performance.now(),
    lost,
  };
}

export function view(over: Partial<IcView> = {}): IcView {
  return {
    on_floor: true,
    reach: { ic: 1, ad: 1 },
    people: [
      person("ana"),
      person("ben", { way: "remote", tested_ms: 131 }),
      person("chloé", { on_set: false, link: "away", way: null, tested: false, tested_ms: null }),
      person("iris", { role: "ic", way: null, on_floor: true }),
      person("milo", { role: "ad", way: null, on_floor: true, title: "floor manager" }),
      person("kim", { role: "crew", link: "away", title: "costume" }),
      person("village", { role: "crew", link: "away" }),
    ],
    waiting: [],
    signals: [],
    ready: [
      { key: "no_open_signal", met: true, hard: true, text: "No open signal" },
      { key: "ic_reachable", met: true, hard: true, text: "An IC is reachable" },
      { key: "ad_reachable", met: true, hard: false, text: "A 1st AD is reachable" },
      { key: "way_to_signal", met: true, hard: false, text: "Every performer has a way to signal now" },
      { key: "closed_as_listed", met: false, hard: false, text: "Closed as listed: the 1st AD has not said so" },
    ],
    not_yet: false,
    check_in: null,
    changes: [],
    cast: ["ana", "ben"],
    attested: { ic: true, ad: false },
    plan: null,
    talks: [],
    past: [],
    wrapped: false,
    wifi: null,
    invites: [
      {
        role: "performer",
        name: "",
        invite: "p1",
        url: "http://192.168.8.20:7420/#p1",
        single_use: false,
        for: null,
        reached: true,
      },
      {
        role: "crew",
        name: "",
        invite: "c1",
        url: "http://192.168.8.20:7420/#c1",
        single_use: false,
        for: null,
        reached: false,
      },
      {
        role: "door",
        name: "",
        invite: "d1",
        url: "http://192.168.8.20:7420/#d1",
        single_use: false,
        for: null,
        reached: false,
      },
      {
        role: "ad",
        name: "Milo",
        invite: "a1",
        url: "http://192.168.8.20:7420/#a1",
        single_use: true,
        for: null,
        reached: true,
      },
    ],
    notices: [],
    timeline: [
      { at: NOW - 20_000, text: "Scene 42A: last looks", tone: "normal" },
      { at: NOW - 95_000, text: "Ben is linked again", tone: "trouble" },
      { at: NOW - 240_000, text: "Ana’s hold released", tone: "signal" },
      { at: NOW - 300_000, text: "Ana: hold", tone: "signal" },
      { at: NOW - 900_000, text: "Closed set", tone: "normal" },
    ],
    disk_trouble: false,
    scene: { id: "42A", title: "Hotel room, morning", setup: "B", take: 3, status: "last_looks" },
    set: { access: "closed", notice: "", hold: false, stood_down: false },
    hub: { name: "Stage 4", secure: "local", keep_days: 30 },
    ...over,
  };
}

export function page(over: Partial<Page<IcView>> = {}): Page<IcView> {
  return {
    you: { id: "iris", role: "ic", name: "Iris", admitted: true },
    view: view(),
    alerts: [],
    dismissLost: () => {},
    link: "live",
    hubNow: () => NOW,
    do: async () => ({ ok: true }),
    shown: () => {},
    awake: "held",
    ...over,
  };
}
