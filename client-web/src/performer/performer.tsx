import "./performer.css";
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Page } from "../page";
import type { Level, PerformerView, Status } from "../protocol";
import { keep, kept } from "../storage";
import { Between } from "./between";
import { Clock } from "./clock";
import { useRest } from "./later";
import { type Pressing, useSignalling } from "./signalling";
import { IN_SCENE, type Standing } from "./standing";
import { useKeys } from "./use-keys";

export interface PerformerPage extends Page<PerformerView>, Pressing {
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
  const { on_set, scene } = page.view;
  const [inScene, setInScene] = useInScene(on_set, scene?.status ?? null, page.justAdmitted);
  // On the clock too: a hub that goes a moment later leaves nothing missing.
  useRest();
  const face: Face = { page, ...useSignalling(page) };
  const leave = useCallback(() => setInScene(false), [setInScene]);
  // While rolling, a hand that clenches the remote must not light up the phone.
  useKeys(face.press, inScene, inScene && scene?.status !== "rolling", leave);
  if (inScene) return <Clock {...face} leave={leave} />;
  return <Between {...face} toClock={() => setInScene(true)} />;
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
