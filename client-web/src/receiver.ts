import "./bright.css";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Page } from "./page";
import type { Command, Override, SignalId, Status } from "./protocol";
import { keep, kept } from "./storage";

// What a receiver's page (the IC's, the 1st AD's) does besides painting.

type Alerts = Page<unknown>["alerts"];

/**
 * Tells the hub of each alert once it is painted: after two animation frames, and only while the page can be seen.
 * Returns the signals told, which are the only ones that a person here can have answered.
 */
export function usePainted(alerts: Alerts, shown: Page<unknown>["shown"]): () => ReadonlySet<SignalId> {
  const told = useRef(new Map<SignalId, string>());
  useLayoutEffect(() => {
    let frame = 0;
    const tell = () => {
      for (const { alert, at, lost } of alerts) {
        const key = `${alert.again} ${at}`;
        if (lost || told.current.get(alert.signal) === key) continue;
        told.current.set(alert.signal, key);
        shown(alert);
      }
    };
    const afterPaint = () => {
      cancelAnimationFrame(frame);
      if (document.visibilityState !== "visible") return;
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(tell);
      });
    };
    afterPaint();
    document.addEventListener("visibilitychange", afterPaint);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("visibilitychange", afterPaint);
    };
  }, [alerts, shown]);
  return () => new Set(told.current.keys());
}

/** Paints again each second, for running times. */
export function useSeconds(running = true): void {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [running]);
}

/** Commands of one corner of the page, with the hub's last "no" to show beside them. */
export function useAsk(page: Pick<Page<unknown>, "do">) {
  const [said, setSaid] = useState("");
  const ask = async (cmd: Command) => {
    setSaid("");
    const answer = await page.do(cmd);
    if (!answer.ok) setSaid(answer.message);
    return answer;
  };
  return { said, ask, hush: () => setSaid("") };
}

/** Takes the scene from one status to the next; what is refused as not ready waits for somebody's override. */
export function useStatus(page: Pick<Page<unknown>, "do">) {
  const { said, ask, hush } = useAsk(page);
  const [refused, setRefused] = useState<Status | null>(null);
  const to = async (status: Status, override?: Override) => {
    setRefused(null);
    const answer = await ask({ kind: "status", status, override });
    setRefused(!answer.ok && answer.code === "not_ready_to_roll" ? status : null);
  };
  const giveUp = () => {
    setRefused(null);
    hush();
  };
  return { to, refused, said, giveUp };
}

/** Whether the page can be seen; alerts count only while it can. */
export function useVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState === "visible");
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return visible;
}

/** Bright for the sun, dark for the set: the person's own switch, remembered, and gone with the page. */
export function useBright(): [boolean, () => void] {
  const [bright, setBright] = useState(kept<boolean>("bright") === true);
  useLayoutEffect(() => {
    const root = document.documentElement;
    if (bright) root.dataset.look = "bright";
    keep("bright", bright || null);
    return () => {
      delete root.dataset.look;
    };
  }, [bright]);
  return [bright, () => setBright((was) => !was)];
}

/** In hand is what this screen shows, and nothing that was pressed since. */
export function inHand(signal: SignalId, alerts: Alerts): Command {
  const shown = alerts.find(({ alert, lost }) => alert.signal === signal && !lost);
  return { kind: "acknowledge", signal, ...(shown ? { again: shown.alert.again } : {}) };
}
