import type { Page } from "../page";
import type { IcSignal, IcView, Level, SignalId, Who } from "../protocol";

// What is open now, from the view and from the alerts that are ahead of it.

export type Alerts = Page<IcView>["alerts"];

export interface Card {
  id: SignalId;
  level: Level;
  who: Who | null;
  scene: string | null;
  raisedAt: number;
  /** Null while only the alert has come. */
  signal: IcSignal | null;
  /** The hub that raised it is gone, and the new one doesn't know it. */
  lost: boolean;
  /** 0 to 3: how large and bright, by how often it came again without an IC. */
  loud: number;
}

export function openNow(signals: IcSignal[], alerts: Alerts): Card[] {
  const cards: Card[] = signals.map((signal) => {
    const again = alerts.find((a) => a.alert.signal === signal.id && !a.lost)?.alert.again ?? 0;
    return {
      id: signal.id,
      level: signal.level,
      who: signal.who,
      scene: signal.scene,
      raisedAt: signal.raised_at,
      signal,
      lost: false,
      loud: signal.stage === "acknowledged" ? 0 : Math.min(again, 3),
    };
  });
  for (const { alert, lost } of alerts) {
    if (alert.level === "test" || cards.some((card) => card.id === alert.signal)) continue;
    cards.push({
      id: alert.signal,
      level: alert.level,
      who: alert.who ?? null,
      scene: alert.scene,
      raisedAt: alert.raised_at,
      signal: null,
      lost,
      loud: lost ? 0 : Math.min(alert.again, 3),
    });
  }
  return cards.sort((a, b) => urgency(a) - urgency(b) || a.raisedAt - b.raisedAt);
}

/** Unacknowledged before the rest, holds before pauses; within the same, the oldest first. */
function urgency(card: Card): number {
  const answered = card.signal?.stage === "acknowledged" ? 2 : 0;
  return answered + (card.level === "hold" ? 0 : 1);
}

export type Step = "ask" | "acknowledge" | "release" | "wait";

/** The one obvious next step. */
export function nextStep(card: Card): Step {
  if (card.lost) return "ask";
  if (card.signal?.stage !== "acknowledged") return "acknowledge";
  return card.signal.releasable ? "release" : "wait";
}

/** The press-tests of the last few seconds: painted small, gone by themselves. */
export function tests(alerts: Alerts, now: number): Alerts {
  return alerts.filter(({ alert, at, lost }) => alert.level === "test" && !lost && now - at < 6000);
}
