import type { Alerted } from "./page";
import type { Alert, View } from "./protocol";

/** A press-test is no signal: it leaves the screen by itself. */
export const TEST_SHOWN_MS = 6000;
/**
 * An alert overtakes views that were on their way; by datagram by as long as the websockets may be silent (3 s). A view
 * that arrives this much later knows of it.
 */
export const OVERTAKEN_MS = 4000;

/** Open signals as a receiver's view shows them: its own side's stage by id. Null for everybody else's view. */
function open(view: View): Map<string, string> | null {
  return "signals" in view ? new Map(view.signals.map(({ id, stage }) => [id, stage])) : null;
}

/**
 * A second copy of an alert, from the other lane. `rung` has each signal's last alert on this line. What a view shows
 * as open and unanswered is painted whatever was rung before.
 */
export function isCopy(rung: ReadonlyMap<string, Alert>, alerts: Alerted[], alert: Alert, view: View): boolean {
  if ((rung.get(alert.signal)?.again ?? -1) < alert.again) return false;
  if (alerts.some((each) => each.alert.signal === alert.signal && !each.lost)) return true;
  const stage = open(view)?.get(alert.signal);
  return stage === undefined || stage === "acknowledged";
}

/** The newest alert of a signal takes the place of the one before; a repeat is a new thing to paint. */
export function alerted(alerts: Alerted[], alert: Alert, at: number): Alerted[] {
  return [...alerts.filter((each) => each.alert.signal !== alert.signal), { alert, at, lost: false }];
}

/** After a view of the same hub: what a person has answered goes. */
export function answered(alerts: Alerted[], view: View, at: number): Alerted[] {
  const signals = open(view);
  if (!signals) return [];
  const still = alerts.filter(({ alert, at: since, lost }) => {
    if (lost) return true;
    if (alert.level === "test") return at - since < TEST_SHOWN_MS;
    const stage = signals.get(alert.signal);
    return stage ? stage !== "acknowledged" : at - since < OVERTAKEN_MS;
  });
  return still.length === alerts.length ? alerts : still;
}

/**
 * What a view shows as open and unanswered has its alert: a view from before it, that came late on the other lane, may
 * have taken it away.
 */
export function revived(rung: ReadonlyMap<string, Alert>, alerts: Alerted[], view: View, at: number): Alerted[] {
  const gone = [...(open(view) ?? [])].flatMap(([id, stage]) => {
    const alert = rung.get(id);
    return alert && stage !== "acknowledged" && !alerts.some((each) => each.alert.signal === id) ? [alert] : [];
  });
  return gone.length === 0 ? alerts : [...alerts, ...gone.map((alert) => ({ alert, at, lost: false }))];
}

/**
 * After the welcome of a hub that was started anew (another epoch). Safety: nothing that was painted and that no person
 * has answered vanishes with the hub; what the new one doesn't know stays as lost until a person has gone and asked.
 */
export function survived(alerts: Alerted[], view: View): Alerted[] {
  const signals = open(view);
  if (!signals) return [];
  return alerts
    .filter(({ alert }) => alert.level !== "test" && signals.get(alert.signal) !== "acknowledged")
    .map((each) => ({ ...each, lost: !signals.has(each.alert.signal) }));
}
