import { useLayoutEffect, useState } from "preact/hooks";
import { hasCode } from "./has-code";

/** A phone that nobody touches for so long is one that lies about. */
export const LOCKS_AFTER_MS = 30_000;

const TOUCHES = ["pointerdown", "keydown", "scroll"];

/** The performer's own code on this page. Digits are tried and set where they are typed (own-code.tsx). */
export interface Lock {
  /** There is a code. */
  has: boolean;
  /** What is agreed and the answers are out of sight. */
  locked: boolean;
  lock(): void;
  /** The digits were right. */
  open(): void;
  /** The code is another one now, or gone. */
  changed(): void;
}

/**
 * Open only as long as somebody uses the page: not hidden, not untouched, and neither after the clock nor after a reload,
 * since it is asked for anew each time that the page between takes comes up.
 */
export function useLock(): Lock {
  const [has, setHas] = useState(hasCode);
  const [isOpen, setOpen] = useState(false);
  // Before anything is painted: what is open to see must already be watched.
  useLayoutEffect(() => {
    if (!has || !isOpen) return;
    let timer: ReturnType<typeof setTimeout>;
    const touched = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setOpen(false), LOCKS_AFTER_MS);
    };
    const seen = () => document.visibilityState !== "visible" && setOpen(false);
    touched();
    for (const touch of TOUCHES) addEventListener(touch, touched, { passive: true });
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearTimeout(timer);
      for (const touch of TOUCHES) removeEventListener(touch, touched);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [has, isOpen]);
  return {
    has,
    locked: has && !isOpen,
    lock: () => setOpen(false),
    open: () => setOpen(true),
    changed() {
      setHas(hasCode());
      setOpen(true);
    },
  };
}
