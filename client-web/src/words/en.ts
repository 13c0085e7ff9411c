import type { Access, Level, Role, TradeWord } from "../protocol";

// English, the source. What a page needs until its button works is here and built in; the rest (en-more.ts) comes right
// after it, so that the first load stays small. Every other language is one file with both.
//
// `{ic}` is the trade's word for it, by this language or by this production; `{Ic}` begins a sentence, `{HOLD}` is loud.

export const en = {
  trade: {
    ic: "intimacy coordinator",
    ad: "1st AD",
    closed_set: "closed set",
    hold: "hold",
    pause: "pause",
    blocking: "blocking",
    rehearsal: "rehearsal",
    last_looks: "last looks",
    picture_up: "picture up",
    rolling: "rolling",
    cut: "cut",
    reset: "reset",
    closure: "closure",
    wrapped: "wrapped",
  } satisfies Record<TradeWord | Level, string>,
  status: {
    blocking: "{Blocking}",
    rehearsal: "{Rehearsal}",
    last_looks: "{Last_looks}",
    picture_up: "{Picture_up}",
    rolling: "{Rolling}",
    cut: "{Cut}",
    reset: "{Reset}",
    closure: "{Closure}",
    wrapped: "{Wrapped}",
  },
  access: {
    open: "Open set",
    closing: "The set is closing",
    closed: "{Closed_set}",
    reopening: "The set opens again soon",
  } satisfies Record<Access, string>,
  role: {
    ic: "{ic}",
    ad: "{ad}",
    performer: "performer",
    watcher: "watcher",
    chaperone: "chaperone",
    crew: "crew",
    door: "door display",
  } satisfies Record<Role, string>,
  language: "Language",
  scene: (id: string) => `Scene ${id}`,
  setup: (setup: string) => `Setup ${setup}`,
  take: (take: number) => `Take ${take}`,
  noScene: "No scene is open",
  hold: "{HOLD}",
  pause: "{PAUSE}",

  notConnected: "NOT CONNECTED",
  useYourWord: "use your agreed word or gesture",
  nobodyHasSeenIt: "NOBODY HAS SEEN IT",
  stoodDown: "The buttons are stood down: your agreed word or gesture is in use.",
  stoodDownStill: "A press here is still sent.",

  entry: {
    title: "Quiet Hold",
    noCode: "Scan the code to come in",
    noCodeHow: "Ask the {ic}, or scan the QR code on the hub’s laptop with this phone’s camera.",
    hello: "Who are you here?",
    name: "Your name here",
    nameHint: "A stage name is right. Crew and displays may leave it empty.",
    work: "What you do here",
    optional: "(optional)",
    come: "Come in",
    kept: "What is kept: this name, and what is done on this page, on the laptop of this set and nowhere else. The {ic} keeps it, sees it, and can erase it; some days after the last one it is erased. Nothing in it counts as consent.",
    goOnAs: (name: string) => `Go on as ${name}`,
    knownAs: (role: string) => `This phone is in here already, as ${role}.`,
    connecting: "Connecting …",
    looking: "The hub can’t be reached. This page keeps trying.",
    lookingHow:
      "Is this phone on the set’s Wi-Fi, and is the laptop on? Until it is back, use your agreed word or gesture.",
    again: "Try again",
  },

  waiting: {
    title: "You are in the waiting room",
    next: "The {ic} lets you in, by name. Go to them or wait a moment: this page goes on by itself.",
    notYet: "Until then this phone can’t signal: use your agreed word or gesture.",
  },

  clock: {
    leave: "Leave the clock",
    /** What a screen reader says of the clock: all of it is a button. */
    label: (time: string) => `${time}. {Hold}`,
    seen: "Shown on their screen",
    inHand: "The {ic} has it",
  },

  between: {
    called: "A {hold} is called for everyone.",
    waits: (n: number) => (n === 1 ? "A question waits at the top." : `${n} questions wait at the top.`),
    bar: "{Hold} and {pause}",
    notAll: "A part of this page could not be loaded. {Hold} and {pause} work.",
  },
};

/** What a page needs until its button works. */
export type First = typeof en;
