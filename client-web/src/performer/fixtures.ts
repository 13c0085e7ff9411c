import type { AskedChange, OwnLine, OwnScene, PerformerView } from "../protocol";
import type { PerformerPage } from "./performer";

// What a performer is asked, to look at; not part of the page.

const change = (changed: Partial<AskedChange> = {}): AskedChange => ({
  id: "c1",
  scene: "42A",
  text: "Ben’s hand goes to your waist, over the robe",
  sensitive: false,
  short_notice: false,
  state: "asking",
  ...changed,
});

function between(view: Partial<PerformerView> = {}, over: Partial<PerformerPage> = {}): PerformerPage {
  return {
    you: { id: "ana", role: "performer", name: "Ana", admitted: true },
    view: {
      scene: { id: "42A", title: "Hotel room, morning", setup: "B", take: 3, status: "cut" },
      set: { access: "closed", notice: "", hold: false, stood_down: false },
      hub: { name: "Stage 4", secure: "local", keep_days: 30 },
      receivers: { ic: true, ad: true, ic_names: ["Iris"] },
      signal: null,
      way: "in_reach",
      tested: true,
      tests: 1,
      question: null,
      changes: [],
      alone: false,
      on_set: true,
      plan: [],
      closure: null,
      watched: false,
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
    justAdmitted: true,
    ...over,
  };
}

const line = (changed: Partial<OwnLine> = {}): OwnLine => ({
  id: "l1",
  who: ["Ben"],
  to: ["Ana"],
  what: "A hand on the waist, over the robe",
  say: "yes",
  talk: false,
  today: false,
  ...changed,
});

const AT_TEN = new Date(2026, 10, 22, 10, 30).getTime();

const plan: OwnScene[] = [
  {
    id: "41",
    title: "Corridor",
    call: AT_TEN - 5_400_000,
    kinds: ["kiss"],
    lines: [line({ id: "k", who: [], to: [], what: "A kiss on the cheek" })],
    limits: [],
  },
  {
    id: "42A",
    title: "Hotel room, morning",
    call: AT_TEN,
    kinds: ["nudity", "simulated_sex"],
    lines: [
      line(),
      line({ id: "l2", who: ["Ana", "Ben"], to: [], what: "Back to the window, the robe comes down", say: "ask" }),
      line({ id: "l3", what: "Touching the hair", say: "not_here", talk: true }),
      line({ id: "l4", who: [], to: [], what: "A kiss on the neck", today: true }),
    ],
    limits: ["No kiss on the mouth", "Nobody says anything about anybody’s body"],
  },
  { id: "58", title: "Beach", call: null, kinds: ["hyper_exposed"], lines: [], limits: [] },
];

const question = { id: "q1", text: "How are you?" };

/** Every state worth a look, by name. */
export const ASKED: Record<string, PerformerPage> = {
  nothing: between(),
  plan: between({ plan }),
  closure: between({ plan, closure: { answer: null, word: null } }),
  closure_given: between({ closure: { answer: "amber", word: "with_someone" } }),
  watched: between({ way: "watcher", watched: true }),
  remote: between({ way: "remote" }),
  production_words: between({
    plan,
    hub: { name: "Stage 4", secure: "local", keep_days: 30, words: [{ word: "ic", text: "intimacy lead" }] },
  }),
  short_notice: between({ changes: [change({ short_notice: true })] }),
  question: between({ question }),
  answered: between({ question: { ...question, answer: "amber" } }),
  long_question: between({
    question: {
      id: "q2",
      text: "Before we go on: is the set as you want it, with the two people at the monitor and the window blinds the way they are now, and the robes by the bed?",
    },
  }),
  change: between({ changes: [change()] }),
  change_sensitive: between({
    changes: [change({ sensitive: true, text: "The robe comes off before you turn to the window" })],
  }),
  change_yes: between({ changes: [change({ reply: "yes" })] }),
  change_talk: between({ changes: [change({ reply: "talk" })] }),
  agreed: between({ changes: [change({ reply: "yes", state: "agreed" })] }),
  agreed_alone: between({ changes: [change({ reply: "yes", state: "agreed" })], alone: true }),
  not_today: between({ changes: [change({ reply: "yes", state: "not_today" })] }),
  several: between({
    question: { ...question, answer: "green" },
    changes: [
      change(),
      change({ id: "c2", text: "عمر <b>ثوب</b>", sensitive: true }),
      change({ id: "c3", state: "not_today" }),
    ],
  }),
  own_hold: between({
    question,
    signal: {
      id: "s1",
      level: "hold",
      stage: "acknowledged",
      recorded: true,
      meant_nothing: false,
      ready: false,
      presses: 1,
    },
  }),
  not_connected: between({ question, changes: [change({ reply: "yes", state: "agreed" })] }, { link: "trouble" }),
};
