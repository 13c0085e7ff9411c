import { useEffect, useState } from "preact/hooks";
import { hasCode, removeCode, setCode, type Tried, tryCode } from "./code";

/** A phone that nobody touches for so long is one that lies about. */
export const LOCKS_AFTER_MS = 30_000;

const TOUCHES = ["pointerdown", "keydown", "scroll"];

/** The performer's own code on this page. */
export interface Lock {
  /** There is a code. */
  has: boolean;
  /** What is agreed and the answers are out of sight. */
  locked: boolean;
  open(digits: string): Tried;
  set(digits: string): void;
  remove(): void;
  lock(): void;
}

/** Open only as long as somebody uses the page: not on the clock, not hidden, not untouched, and not after a reload. */
export function useLock(inScene: boolean): Lock {
  const [has, setHas] = useState(hasCode);
  const [isOpen, setOpen] = useState(false);
  const locked = has && !isOpen;
  useEffect(() => {
    if (inScene) setOpen(false);
  }, [inScene]);
  useEffect(() => {
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
    locked,
    open(digits) {
      const tried = tryCode(digits);
      if (tried.open) setOpen(true);
      return tried;
    },
    set(digits) {
      setCode(digits);
      setHas(true);
      setOpen(true);
    },
    remove() {
      removeCode();
      setHas(false);
    },
    lock: () => setOpen(false),
  };
}
