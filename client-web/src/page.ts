import type { Alert, Command, DenialCode, HubFrame, You } from "./protocol";

export type Answer = { ok: true } | { ok: false; code: DenialCode; message: string };

/** An alert that the hub sent and that no person has answered yet. */
export interface Alerted {
  alert: Alert;
  /** performance.now() at receipt. */
  at: number;
  /** The hub that is there now doesn't know it: "lost with the hub: go and ask". */
  lost: boolean;
}

/** What the hub sends an IC who has asked for it. */
export type PlanText = Omit<Extract<HubFrame, { type: "plan" }>, "type">;
export type Report = Omit<Extract<HubFrame, { type: "report" }>, "type">;

export type LinkState = "live" | "trouble" | "stopped";

export type Awake = "held" | "refused" | "unsupported";

/** What each role's page is given. A page is a function of this and of nothing else. */
export interface Page<V> {
  you: You;
  view: V;
  /** Newest state per signal. */
  alerts: Alerted[];
  /** A person has gone and asked. */
  dismissLost(signal: string): void;
  /** This client's own line to the hub: `trouble` is nothing heard for 3 s or no socket; `stopped` is refused. */
  link: LinkState;
  /** The hub's clock now, in milliseconds. */
  hubNow(): number;
  /** Resolves with the hub's answer, never rejects; sent again after each reconnect under the same id. */
  do(cmd: Command): Promise<Answer>;
  /** Call once the alert is painted. */
  shown(alert: Alert): void;
  /** The recovery words, until the person says that they are written down (IC only). */
  recovery?: string;
  recoveryWritten?(): void;
  /** The latest that came; another object each time it comes. */
  plan?: PlanText;
  report?: Report;
  /** Whether the screen is kept on. */
  awake: Awake;
}
