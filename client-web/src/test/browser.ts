import { vi } from "vitest";
import type { ClientFrame, HubFrame, PerformerView, View } from "../protocol";

// The browser as the client's logic meets it, with time and the network in the test's hand. Nothing of ours is replaced.

/** One socket as the page sees it; the test plays the hub at its other end. */
export class FakeSocket {
  static readonly OPEN = 1;
  /** Every socket that was opened while no other was open: lane a's. */
  static all: FakeSocket[] = [];
  /** And those beside an open one: lane b's. A test that doesn't open it has a line of one lane. */
  static twins: FakeSocket[] = [];
  static get last(): FakeSocket {
    return FakeSocket.all.at(-1) as FakeSocket;
  }

  readyState = 0;
  readonly sent: ClientFrame[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    const twin = FakeSocket.all.some(({ readyState }) => readyState === FakeSocket.OPEN);
    (twin ? FakeSocket.twins : FakeSocket.all).push(this);
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as ClientFrame);
  }

  close(): void {
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  says(frame: HubFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  closes(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  /** All commands that arrived here. */
  commands(): Extract<ClientFrame, { type: "do" }>[] {
    return this.sent.filter((frame) => frame.type === "do");
  }
}

class Signs {
  private readonly listeners = new Map<string, Set<() => void>>();
  addEventListener = (name: string, listener: () => void) => {
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(listener));
  };
  fire(name: string): void {
    for (const listener of this.listeners.get(name) ?? []) listener();
  }
}

function shelf() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

/** A fresh browser with a clock that stands still; the page's address ends in `hash`. */
export function browser(hash = "") {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  FakeSocket.all = [];
  FakeSocket.twins = [];
  const windows = new Signs();
  const document = Object.assign(new Signs(), { visibilityState: "visible" });
  const location = {
    protocol: "http:",
    host: "localhost:8080",
    hostname: "localhost",
    pathname: "/",
    hash,
    reload: vi.fn(),
  };
  const replaceState = vi.fn(() => {
    location.hash = "";
  });
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("document", document);
  vi.stubGlobal("location", location);
  vi.stubGlobal("history", { replaceState });
  vi.stubGlobal("navigator", { language: "en", languages: ["en"] });
  vi.stubGlobal("localStorage", shelf());
  vi.stubGlobal("sessionStorage", shelf());
  vi.stubGlobal("addEventListener", windows.addEventListener);
  return {
    location,
    fire: (name: string) => windows.fire(name),
    see(visible: boolean) {
      document.visibilityState = visible ? "visible" : "hidden";
      document.fire("visibilitychange");
    },
  };
}

const set = { access: "open", notice: "", hold: false, stood_down: false } as const;
const hub = { name: "Stage 4", secure: "local", keep_days: 30 } as const;

export const publicView = { scene: null, set, hub } satisfies View;

export function performerView(changed: Partial<PerformerView> = {}): PerformerView {
  return {
    ...publicView,
    receivers: { ic: true, ad: true, ic_names: ["Mara"] },
    signal: null,
    way: null,
    tested: false,
    tests: 0,
    question: null,
    changes: [],
    alone: false,
    on_set: true,
    plan: [],
    closure: null,
    watched: false,
    ...changed,
  };
}

export function welcome(view: View, changed: Partial<Extract<HubFrame, { type: "welcome" }>> = {}): HubFrame {
  const you = { id: "p1", role: "performer", name: "Ana", admitted: true } as const;
  return { type: "welcome", you, epoch: "one", rev: 1, now: Date.now(), view, ...changed };
}
