import type { Page } from "../page";
import type { IcView } from "../protocol";
import { alerted, change, line, NOW, page, part, person, plan, planScene, round, signal, view, who } from "./fixtures";

const ben = who("ben", { pressed_at: NOW - 90_000 });

const H = 3_600_000;

const planned = plan({
  scenes: [
    planScene("12", { title: "Breakfast", call: NOW - 3 * H, kinds: ["kiss"], wrapped: true, lines: [line("l0")] }),
    planScene("42A", {
      title: "Hotel room, morning",
      call: NOW + H,
      kinds: ["nudity", "simulated_sex"],
      parts: [
        part("Ana"),
        part("Ben", { confirmed: false }),
        part("Chloé", { received: NOW - 4 * H, short_notice: true, confirmed: false }),
        part("Dora", { received: null, confirmed: false }),
      ],
      lines: [
        line("l1", { who: ["Ana"], to: ["Ben"], what: "A kiss on the mouth, closed lips" }),
        line("l2", { who: ["Ben"], to: ["Ana"], what: "His hand on her back, over the robe", say: "ask" }),
        line("l3", { who: ["Ben"], to: ["Ana"], what: "The robe comes off", say: "not_here" }),
        line("l4", { what: "Nobody’s feet are seen", today: true }),
      ],
      limits: ["No improvising below the collarbone", "Stop at the second bell"],
      closed_list: {
        people: [
          { name: "Director", moments: false },
          { name: "Camera operator", moments: false },
          { name: "Focus puller", moments: false },
          { name: "Make-up, Kim", moments: true },
        ],
        monitors: ["Director’s handheld", "Focus"],
      },
    }),
    planScene("43", {
      title: "The corridor",
      call: NOW + 4 * H,
      kinds: ["kiss"],
      parts: [part("Ana", { needs_rider: false })],
    }),
  ],
  people: [
    { name: "Ana", role: "performer", minor: false, person: "ana" },
    { name: "Ben", role: "performer", minor: false, person: "ben" },
    { name: "Chloé", role: "performer", minor: false, person: "chloé" },
    { name: "Dora Lindqvist", role: "performer", minor: false, person: null },
    { name: "Zoé", role: "performer", minor: true, person: "zoé" },
    { name: "Rosa", role: "chaperone", minor: false, person: null },
  ],
});

const cast = [
  person("ana", { planned: "Ana", way: "watcher" }),
  person("ben", { planned: "Ben" }),
  person("chloé", { planned: "Chloé", on_set: false, link: "away", tested: false, tested_ms: null }),
  person("zoé", { planned: "Zoé", minor: true, in_cast: false }),
  person("eva", { way: null, tested: false }),
  person("wes", { role: "watcher", for: "ana", way: null, tested_ms: 92, title: "wardrobe" }),
  person("rosa", { role: "chaperone", for: "zoé", way: null, link: "trouble", planned: "Rosa" }),
  person("iris", { role: "ic", way: null, on_floor: true }),
  person("milo", { role: "ad", way: null, on_floor: true }),
];

const closing = { at: NOW - 30_000, silent: false, answer: null, word: null };

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
      hub: { name: "Stage 4", secure: "sealed", keep_days: 30 },
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
        person("ana", { way_confirmed: false, lanes: 1, rtt_ms: 50 }),
        person("ben", { link: "trouble", way_confirmed: false, may_sleep: true }),
        person("عمر", { name: "عمر <b>الشريف</b>", way: null, tested: false, tested_ms: null, rtt_ms: 500 }),
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
      hub: { name: "Stage 4", secure: "sealed", keep_days: 30 },
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
  plan: page({ view: view({ plan: planned, people: cast }) }),
  plan_wrong: page({
    view: view({ plan: planned, people: cast }),
    do: async (cmd) =>
      cmd.kind === "plan_part"
        ? {
            ok: false,
            code: "bad_command",
            message:
              "Line 3: “Anna” is not among the performers of scene 42A.\nLine 9: “maybe” is no answer: yes, ask or not_here.",
          }
        : { ok: true },
  }),
  plan_waiting: page({
    view: view({
      plan: planned,
      people: cast,
      waiting: [
        { id: "w1", name: "Dora", title: "", role: "performer", for: null, same_name: false, since: NOW - 40_000 },
        { id: "w2", name: "Ben", title: "", role: "performer", for: null, same_name: true, since: NOW - 5_000 },
        { id: "w3", name: "Jo", title: "wardrobe", role: "watcher", for: "ben", same_name: false, since: NOW - 9_000 },
        { id: "w4", name: "Rosa M.", title: "", role: "chaperone", for: null, same_name: false, since: NOW - 9_000 },
      ],
    }),
  }),
  plan_talk: page({
    view: view({
      plan: planned,
      people: cast,
      talks: [{ line: "l1", person: "ana", name: "Ana", scene: "42A", what: "A kiss on the mouth", at: NOW - 60_000 }],
      changes: [change("c1", { ana: "yes", ben: null }, { short_notice: true, sensitive: true })],
    }),
  }),
  closure: page({
    view: view({
      people: [
        person("ana", { closure: { ...closing, answer: "green", word: "no_thanks" } }),
        person("ben", { closure: { ...closing, answer: "green", word: "with_someone" } }),
        person("chloé", { closure: { ...closing, silent: true } }),
        person("dora", { closure: { ...closing, answer: "amber", word: "no_thanks" } }),
        person("eva", { closure: closing }),
      ],
    }),
  }),
  record: page({
    view: view({
      plan: planned,
      people: cast,
      past: [
        {
          id: "p2",
          level: "hold",
          scene: "42A",
          raised_at: NOW - H,
          released_at: NOW - H + 151_000,
          name: "Ana",
          ticked: true,
        },
        {
          id: "p1",
          level: "pause",
          scene: "12",
          raised_at: NOW - 2 * H,
          released_at: NOW - 2 * H + 44_000,
          name: "Ben",
          ticked: false,
        },
      ],
    }),
  }),
  wrapped: page({ view: view({ wrapped: true, scene: null }) }),
  codes: page({
    view: view({
      wifi: { ssid: "Stage4-set", code: "WIFI:T:WPA;S:Stage4-set;P:secret;;" },
      people: cast,
      invites: [
        ...view().invites,
        {
          role: "watcher",
          name: "",
          invite: "w1",
          url: "http://192.168.8.20:7420/#w1",
          single_use: true,
          for: "ana",
          reached: false,
        },
      ],
    }),
  }),
  names: page({
    view: view({
      plan: planned,
      people: cast,
      signals: [signal("s1"), signal("s2", { level: "pause", who: ben, stage: "acknowledged" })],
      changes: [change("c1", { ana: "yes", ben: null })],
    }),
    alerts: [alerted("s1")],
  }),
};
