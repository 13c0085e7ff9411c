import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Moment, moment } from "../moment";
import type { Press } from "../outbox";
import type { Page } from "../page";
import type { Level, PerformerView, PersonId } from "../protocol";
import { raisedSince, type Standing, standing } from "./standing";

/** What this phone pressed, and the hub has not answered. */
export interface Pressing {
  presses: Press[];
}

/** What every page with a button has: a performer's, and that of whoever holds it for them. */
export type ButtonView = Pick<PerformerView, "receivers" | "signal" | "tested" | "tests" | "scene" | "set" | "hub">;

export type ButtonPage = Page<ButtonView> & Pressing;

/** The button, and what may be promised of it right now. `whom`: held for somebody else. */
export function useSignalling(page: ButtonPage, whom?: PersonId): { standing: Standing; press(level: Level): void } {
  const { view, presses, link } = page;
  const [denied, setDenied] = useState(false);
  const raised = useRef<{ signal: string; at: Moment } | null>(null);
  const now = useTicks(presses.length > 0 || view.signal?.stage === "raised" ? 250 : 1000);
  raised.current = raisedSince(raised.current, view.signal, now);
  const press = useCallback(
    async (level: Level) => {
      const answer = await page.do({ kind: "raise", level, ...(whom ? { for: whom } : {}) });
      setDenied(!answer.ok);
    },
    [page.do, whom],
  );
  const { receivers, signal } = view;
  const since = raised.current?.at ?? null;
  return { standing: standing({ link, receivers, signal, presses, raisedSince: since, denied, now }), press };
}

function useTicks(every: number): Moment {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), every);
    return () => clearInterval(timer);
  }, [every]);
  return moment();
}
