import { STATUS } from "../floor";
import type { Page } from "../page";
import type { AdView, Level, ReadyLine, SignalId } from "../protocol";

// The one word that fills the 1st AD's screen: roll or don't.

export interface Word {
  word: string;
  kind: "normal" | "go" | "rolling" | "hold" | "pause" | "trouble";
  /** What to know or do, in one sentence. */
  line: string;
  /** What makes this screen not to be relied on; the bar says it too. */
  trouble: "" | "NOT CONNECTED" | "STOOD DOWN";
  /** The same in one sentence, beside a word that must stay. */
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

const WARNING: Record<Word["trouble"], string> = {
  "": "",
  "NOT CONNECTED": "NOT CONNECTED: a new hold does not reach you. Use the agreed word or gesture.",
  "STOOD DOWN": "STOOD DOWN: the agreed word or gesture is in use. Presses still come through.",
};

const INSTEAD: Record<Word["trouble"], string> = {
  "": "",
  "NOT CONNECTED": "What you see below is old. Holds do not reach you: use the agreed word or gesture.",
  "STOOD DOWN": "The tool is not in use. The agreed word or gesture is.",
};

export function wordFor(view: AdView, alerts: Alerts, link: Page<AdView>["link"]): Word {
  const trouble = link !== "live" ? "NOT CONNECTED" : view.set.stood_down ? "STOOD DOWN" : "";
  const warning = WARNING[trouble];
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
    return { word: "HOLD", kind: "hold", line, trouble, warning, answer: cut ? "cut" : null };
  }
  if (pauses.length > 0) {
    const unanswered = pauses.some((o) => !o.acknowledged);
    const line = rolling ? "Still rolling. No next take until the IC has spoken." : "No take until the IC has spoken.";
    return { word: "PAUSE", kind: "pause", line, trouble, warning, answer: unanswered ? "seen" : null };
  }
  if (rolling) return { word: "ROLLING", kind: "rolling", line: "", trouble, warning, answer: null };
  if (trouble) {
    return { word: trouble, kind: "trouble", line: INSTEAD[trouble], trouble, warning: "", answer: null };
  }
  return { ...betweenTakes(view), trouble, warning: "", answer: null };
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
