import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { elapsed, type Moment, moment } from "../moment";
import type { Page } from "../page";
import { removeCode, setCode, type Tried, tryCode } from "../performer/code";
import { hasCode } from "../performer/has-code";
import type { IcView, SignalId } from "../protocol";
import { keep, kept } from "../storage";
import { hideAlerts, hideNames, namesIn } from "./hiding";

/** Names stand on the screen for so long after the last touch. */
export const UNTOUCHED_MS = 60_000;

export interface Names {
  hidden: boolean;
  /** Hidden behind a PIN: nothing but alerts and the floor can be used. */
  locked: boolean;
  /** This device has a PIN. */
  pin: boolean;
  setPin(pin: string | null): void;
  unlock(pin: string): Tried;
  hideNow(): void;
  /** One touch on an alert names its person, never a PIN. */
  name(signal: SignalId): void;
  shown: ReadonlySet<SignalId>;
}

/** Names hide by themselves after a minute untouched. A press brings them back, or the PIN where there is one. */
export function useNames(): Names {
  const [pin, setPin] = useState(hasCode);
  const [hidden, setHidden] = useState(() => pin || kept("names-hidden", "session") === true);
  const [named, setNamed] = useState<ReadonlyMap<SignalId, Moment>>(new Map());
  const touched = useRef(moment());
  useEffect(() => keep("names-hidden", hidden || null, "session"), [hidden]);
  useEffect(() => {
    const touch = (e: Event) => {
      touched.current = moment();
      if (hidden && !pin && !ofAlert(e)) setHidden(false);
    };
    const look = () => {
      if (elapsed(touched.current) >= UNTOUCHED_MS) setHidden(true);
      setNamed((all) => {
        const still = [...all].filter(([, since]) => elapsed(since) < UNTOUCHED_MS);
        return still.length === all.size ? all : new Map(still);
      });
    };
    const timer = setInterval(look, 1000);
    // Before the page's own listeners, so that nothing is ever done with a name that is covered.
    for (const kind of TOUCHES) document.addEventListener(kind, touch, true);
    return () => {
      clearInterval(timer);
      for (const kind of TOUCHES) document.removeEventListener(kind, touch, true);
    };
  }, [hidden, pin]);
  return {
    hidden,
    locked: hidden && pin,
    pin,
    setPin: (digits) => {
      if (digits) setCode(digits);
      else removeCode();
      setPin(digits !== null);
    },
    unlock: (digits) => {
      const tried = tryCode(digits);
      if (tried.open) setHidden(false);
      return tried;
    },
    hideNow: () => setHidden(true),
    name: (signal) => setNamed((all) => new Map(all).set(signal, moment())),
    shown: useMemo(() => new Set(named.keys()), [named]),
  };
}

const TOUCHES = ["pointerdown", "keydown", "click"];

/** Alerts are answered nameless: that touches nothing else. */
function ofAlert(e: Event): boolean {
  if ((e.target as Element).closest?.(".open, .hide-now")) return true;
  return "key" in e && ["a", "A", "Tab", "Shift"].includes(e.key as string);
}

/** The page as it may be seen now. */
export function useHidden(page: Page<IcView>, names: Names): Page<IcView> {
  const { view, alerts } = page;
  const known = useRef(kept<string[]>("names-known", "session") ?? []);
  useEffect(() => {
    const fresh = namesIn(view).filter((name) => !known.current.includes(name));
    if (fresh.length === 0) return;
    known.current = [...known.current, ...fresh];
    keep("names-known", known.current, "session");
  }, [view]);
  const { hidden, shown } = names;
  return useMemo(
    () => (hidden ? { ...page, view: hideNames(view, shown, known.current), alerts: hideAlerts(alerts, shown) } : page),
    [page, view, alerts, hidden, shown],
  );
}
