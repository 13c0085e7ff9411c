import "./performer.css";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Moment, moment } from "../moment";
import type { Press } from "../outbox";
import type { Page } from "../page";
import type { Level, PerformerView, Status } from "../protocol";
import { keep, kept } from "../storage";
import { Between } from "./between";
import { Clock } from "./clock";
import { Keys } from "./keys";
import { IN_SCENE, raisedSince, type Standing, standing } from "./standing";

export interface PerformerPage extends Page<PerformerView> {
  presses: Press[];
  /** Was in the waiting room a moment ago, on this very page. */
  justAdmitted: boolean;
}

/** What both faces of the page are given: the clock, and between takes. */
export interface Face {
  page: PerformerPage;
  standing: Standing;
  press(level: Level): void;
}

export function Performer(page: PerformerPage) {
  const { view, presses } = page;
  const [denied, setDenied] = useState(false);
  const [inScene, setInScene] = useInScene(view.on_set, view.scene?.status ?? null, page.justAdmitted);
  const raised = useRef<{ signal: string; at: Moment } | null>(null);
  const unseen = presses.length > 0 || view.signal?.stage === "raised";
  const now = useTicks(unseen ? 250 : 1000);
  raised.current = raisedSince(raised.current, view.signal, now);

  const press = useCallback(
    async (level: Level) => {
      const answer = await page.do({ kind: "raise", level });
      setDenied(!answer.ok);
    },
    [page.do],
  );
  const leave = useCallback(() => setInScene(false), [setInScene]);
  useKeys(press, inScene, view.scene?.status === "rolling", leave);

  const { link, view: seen } = page;
  const stands = standing({
    link,
    receivers: seen.receivers,
    signal: seen.signal,
    presses,
    raisedSince: raised.current?.at ?? null,
    denied,
    now,
  });
  const face: Face = { page, standing: stands, press };
  return inScene ? <Clock {...face} leave={leave} /> : <Between {...face} toClock={() => setInScene(true)} />;
}

/**
 * The clock comes by itself when the scene goes to rehearsal or on from there. It never goes by itself, a cut least of
 * all: a screen that lights up is noticed. Not even a reload in mid-scene lights it up. Somebody who was let in during
 * the scene reads the page first: a finger that is on its way to a button must not become a hold.
 */
function useInScene(onSet: boolean, status: Status | null, justAdmitted: boolean): [boolean, (on: boolean) => void] {
  const [inScene, setState] = useState(() => kept<boolean>("clock", "session") ?? false);
  const set = useCallback((on: boolean) => {
    keep("clock", on || null, "session");
    setState(on);
  }, []);
  const known = useRef(justAdmitted ? status : null);
  useLayoutEffect(() => {
    if (status === known.current) return;
    known.current = null;
    if (onSet && status && IN_SCENE.includes(status)) set(true);
  }, [onSet, status, set]);
  return [inScene, set];
}

function useTicks(every: number): Moment {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), every);
    return () => clearInterval(timer);
  }, [every]);
  return moment();
}

/** A remote types, whatever has the focus, except where somebody has walked to a button by keyboard. */
function useKeys(press: (level: Level) => void, inScene: boolean, rolling: boolean, leave: () => void): void {
  // While rolling, a hand that clenches the remote must not light up the phone.
  const mayLeave = useRef(false);
  mayLeave.current = inScene && !rolling;
  const keys = useMemo(() => new Keys({ press, leave, mayLeave: () => mayLeave.current }), [press, leave]);
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      const typedOnButton = (event.key === "Enter" || event.key === " ") && document.activeElement !== document.body;
      if (typedOnButton && !inScene) return;
      if (keys.down(event.key, event.repeat)) event.preventDefault();
    };
    const up = (event: KeyboardEvent) => keys.up(event.key);
    // A tap leaves the focus on its button; the remote's next press must not tap it again.
    const tapped = ({ detail }: MouseEvent) => {
      if (detail > 0 && document.activeElement instanceof HTMLElement) document.activeElement.blur();
    };
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    addEventListener("click", tapped);
    addEventListener("blur", keys.letGo);
    document.addEventListener("visibilitychange", keys.letGo);
    return () => {
      keys.letGo();
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
      removeEventListener("click", tapped);
      removeEventListener("blur", keys.letGo);
      document.removeEventListener("visibilitychange", keys.letGo);
    };
  }, [keys, inScene]);
}
