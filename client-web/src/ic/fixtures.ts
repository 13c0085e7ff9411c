import type { Alerted, Page } from "../page";
import type { Alert, IcChange, IcSignal, IcView, PersonView, ReadyLine, Reply, Who } from "../protocol";

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
    may_sleep: false,
    plain: false,
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

const ben = who("ben", { pressed_at: NOW - 90_000 });

/** Every state worth a look, by name. */
export const DAYS: Record<string, Page<IcView>> = {
  calm: page(),
  first_minute: page({
    view: view({
      on_floor: false,
      reach: { ic: 0, ad: 0 },
      people: [person("iris", { role: "ic", way: null })],
      waiting: [],
      scene: null,
      cast: null,
      timeline: [],
      ready: [],
      attested: { ic: false, ad: false },
      set: { access: "open", notice: "", hold: false, stood_down: false },
      hub: { name: "Stage 4", secure: "plain", keep_days: 30 },
    }),
    recovery: "harbour violin candle meadow",
    recoveryWritten: () => {},
    awake: "unsupported",
  }),
  hold: page({ view: view({ signals: [signal("s1")] }), alerts: [alerted("s1")] }),
  arriving: page({ alerts: [alerted("s1")] }),
  loud: page({
    view: view({ signals: [signal("s1", { stage: "raised", ad_stage: "acknowledged" })] }),
    alerts: [alerted("s1", { again: 3 })],
  }),
  in_hand: page({ view: view({ signals: [signal("s1", { stage: "acknowledged", ad_stage: "acknowledged" })] }) }),
  ready: page({
    view: view({
      signals: [
        signal("s1", { stage: "acknowledged", ad_stage: "acknowledged", ready: true, releasable: true, presses: 3 }),
      ],
      set: { access: "closed", notice: "Lunch at 13:00", hold: true, stood_down: false },
    }),
  }),
  called: page({
    view: view({
      signals: [signal("s1", { stage: "acknowledged", ad_stage: "acknowledged" })],
      set: { access: "closed", notice: "", hold: true, stood_down: false },
    }),
  }),
  several: page({
    view: view({
      signals: [
        signal("s2", {
          level: "pause",
          who: ben,
          hidden_from_ad: true,
          raised_at: NOW - 30_000,
          stage: "acknowledged",
        }),
        signal("s1", { recorded: false, who: who("ana", { late: true, pressed_at: NOW - 47_000 }) }),
      ],
      disk_trouble: true,
    }),
    alerts: [alerted("s1", { again: 1 })],
  }),
  lost: page({ alerts: [alerted("s9", {}, true)] }),
  trouble: page({
    view: view({
      reach: { ic: 1, ad: 0 },
      people: [
        person("ana", { way_confirmed: false }),
        person("ben", { link: "trouble", way_confirmed: false, may_sleep: true, plain: true }),
        person("عمر", { name: "عمر <b>الشريف</b>", way: null, tested: false, tested_ms: null, plain: true }),
        person("iris", { role: "ic", way: null, on_floor: true }),
        person("milo", { role: "ad", way: null, link: "trouble" }),
      ],
      waiting: [
        { id: "w1", name: "Dora", title: "", role: "performer", for: null, same_name: false, since: NOW - 40_000 },
        {
          id: "w2",
          name: "Ana",
          title: "new phone",
          role: "performer",
          for: null,
          same_name: false,
          since: NOW - 5_000,
        },
      ],
      hub: { name: "Stage 4", secure: "plain", keep_days: 30 },
    }),
  }),
  long_names: page({
    view: view({
      people: [person("w", { name: "W".repeat(60), title: "x".repeat(60), link: "trouble" }), person("ana")],
      waiting: [
        {
          id: "w1",
          name: "M".repeat(60),
          title: "y".repeat(60),
          role: "performer",
          for: null,
          same_name: false,
          since: NOW,
        },
      ],
      signals: [signal("s1", { who: who("w", { name: "W".repeat(60) }), scene: "4".repeat(16) })],
      scene: { id: "4".repeat(16), title: "t".repeat(90), setup: "8".repeat(16), take: 120, status: "last_looks" },
      hub: { name: "S".repeat(60), secure: "local", keep_days: 30 },
    }),
  }),
  further_ic: page({
    view: view({
      notices: [
        { at: NOW - 20_000, text: "Jo has joined as a further IC.", tone: "normal" },
        { at: NOW - 60_000, text: "An invite for a further IC was made.", tone: "normal" },
      ],
    }),
  }),
  stood_down: page({
    view: view({ set: { access: "closed", notice: "", hold: false, stood_down: true } }),
  }),
  test: page({ alerts: [alerted("t1", { level: "test" })] }),
  not_connected: page({ link: "trouble" }),
  round: page({
    view: round([
      person("ana", { check_in: "green" }),
      person("ben", { check_in: "asked" }),
      person("chloé", { check_in: "asked", in_cast: false }),
    ]),
  }),
  go_and_ask: page({
    view: round([
      person("ana", { check_in: "amber" }),
      person("ben", { check_in: "red" }),
      person("chloé", { check_in: "silent" }),
      person("dora", { check_in: "green" }),
    ]),
  }),
  cleared: page({
    view: round([person("ana", { check_in: "green" }), person("ben", { check_in: "green" })], {
      check_in: { id: "q1", text: "How are you?", at: NOW - 90_000, cleared: true },
    }),
  }),
  change: page({ view: view({ changes: [change("c1", { ana: "yes", ben: null })] }) }),
  change_talk: page({ view: view({ changes: [change("c1", { ana: "talk", ben: "no" })] }) }),
  change_yes: page({ view: view({ changes: [change("c1", { ana: "yes", ben: "yes" })] }) }),
  change_sensitive: page({
    view: view({ changes: [change("c1", { ana: "yes", ben: "yes" }, { sensitive: true })] }),
  }),
  taken_back: page({ view: view({ changes: [change("c1", { ana: "no", ben: "yes" }, { state: "not_today" })] }) }),
  asked_and_hold: page({
    view: round([person("ana", { check_in: "amber" }), person("ben", { check_in: "red" })], {
      signals: [signal("s1")],
      changes: [change("c1", { ana: "talk", ben: null })],
    }),
    alerts: [alerted("s1")],
  }),
  rolling: page({
    view: view({
      scene: { id: "42A", title: "", setup: "B", take: 4, status: "rolling" },
      changes: [
        change("c2", { ana: "yes", ben: "yes" }, { state: "agreed" }),
        change("c1", { ana: null, ben: "yes" }, { state: "not_today", scene: "41" }),
      ],
    }),
  }),
};
