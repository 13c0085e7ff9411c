import { STATUS } from "../floor";
import type { Page } from "../page";
import type { AdView, Level, ReadyLine, SignalId } from "../protocol";

// The one word that fills the 1st AD's screen: roll or don't.

export interface Word {
  word: string;
  kind: "normal" | "go" | "rolling" | "hold" | "pause" | "trouble";
  /** What to know or do, in one sentence. */
  line: string;
  /** What only a receiver off the line has to be told, beside a word that must stay. */
  warning: string;
  /** The one big answer. */
  answer: "cut" | "seen" | null;
}

interface Open {
  id: SignalId;
  level: Level;
  acknowledged: boolean;
  lost: boolean;
}

type Alerts = Page<AdView>["alerts"];

/** The signals of the view, and those whose alert is ahead of it. */
export function openForAd(view: AdView, alerts: Alerts): Open[] {
  const open: Open[] = view.signals.map((s) => ({
    id: s.id,
    level: s.level,
    acknowledged: s.stage === "acknowledged",
    lost: false,
  }));
  for (const { alert, lost } of alerts) {
    if (alert.level === "test" || open.some((o) => o.id === alert.signal)) continue;
    open.push({ id: alert.signal, level: alert.level, acknowledged: false, lost });
  }
  return open;
}

export function firstUnmet(ready: ReadyLine[]): ReadyLine | undefined {
  return ready.find((line) => !line.met && line.hard) ?? ready.find((line) => !line.met);
}

const OFF_LINE = "NOT CONNECTED: a new hold does not reach you. Use the agreed word or gesture.";

export function wordFor(view: AdView, alerts: Alerts, link: Page<AdView>["link"]): Word {
  const warning = link === "live" ? "" : OFF_LINE;
  const open = openForAd(view, alerts).filter((o) => !o.lost);
  const holds = open.filter((o) => o.level === "hold");
  const pauses = open.filter((o) => o.level === "pause");
  const rolling = view.scene?.status === "rolling";

  if (holds.length > 0 || view.set.hold) {
    const unanswered = holds.some((o) => !o.acknowledged);
    const cut = unanswered || rolling;
    const line = cut
      ? "Stop the action now."
      : view.set.hold
        ? "Called: every screen says HOLD. The IC has it next."
        : "Cut. The IC has it next.";
    return { word: "HOLD", kind: "hold", line, warning, answer: cut ? "cut" : null };
  }
  if (pauses.length > 0) {
    const unanswered = pauses.some((o) => !o.acknowledged);
    const line = rolling ? "Still rolling. No next take until the IC has spoken." : "No take until the IC has spoken.";
    return { word: "PAUSE", kind: "pause", line, warning, answer: unanswered ? "seen" : null };
  }
  if (rolling) return { word: "ROLLING", kind: "rolling", line: "", warning, answer: null };
  if (warning) {
    return {
      word: "NOT CONNECTED",
      kind: "trouble",
      line: "What you see below is old. Holds do not reach you: use the agreed word or gesture.",
      warning: "",
      answer: null,
    };
  }
  if (view.set.stood_down) {
    return {
      word: "STOOD DOWN",
      kind: "trouble",
      line: "The tool is not in use. The agreed word or gesture is.",
      warning: "",
      answer: null,
    };
  }
  return { ...betweenTakes(view), warning: "", answer: null };
}

function betweenTakes(view: AdView): Pick<Word, "word" | "kind" | "line"> {
  const unmet = firstUnmet(view.ready);
  const notReady = unmet ? `Not ready: ${unmet.text}` : "";
  if (!view.scene) return { word: "NOT READY", kind: "normal", line: "No scene is open yet: open one below." };
  switch (view.scene.status) {
    // A reset is never shown as safe, and a cut says what was just done.
    case "cut":
    case "reset":
      return { word: STATUS[view.scene.status].toUpperCase(), kind: "normal", line: notReady || "The list is met." };
    case "closure":
    case "wrapped":
      return { word: STATUS[view.scene.status].toUpperCase(), kind: "normal", line: "" };
    default:
      return unmet
        ? { word: "NOT READY", kind: "normal", line: unmet.text }
        : { word: "READY", kind: "go", line: STATUS[view.scene.status] };
  }
}

/** Unmet lines that no override lifts. */
export function hardUnmet(ready: ReadyLine[]): ReadyLine[] {
  return ready.filter((line) => !line.met && line.hard);
}

export function softUnmet(ready: ReadyLine[]): ReadyLine[] {
  return ready.filter((line) => !line.met && !line.hard);
}
