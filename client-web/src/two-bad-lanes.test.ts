import { beforeEach, describe, expect, it, vi } from "vitest";
import type { HubFrame, IcView } from "./protocol";
import type { Store } from "./store";
import { browser, FakeSocket, publicView, welcome } from "./test/browser";
import { known, page } from "./test/page";

// What the hub says, as it comes over two lanes of bad air: each lane keeps its own order and nothing else; a frame comes
// on both, or on either one alone, and the second copy any number of frames later.

const icView = (signals: Map<string, string>) =>
  ({ ...publicView, signals: [...signals].map(([id, stage]) => ({ id, stage })) }) as unknown as IcView;

/** Chance that a failure can be told again by. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Some signals from their raising to their release, as the hub says it: alerts, and views behind them. */
function day(random: (below: number) => number): HubFrame[] {
  const frames: HubFrame[] = [];
  const signals = new Map<string, string>();
  const again = new Map<string, number>();
  let rev = 1;
  const view = () => frames.push({ type: "view", rev: ++rev, view: icView(signals) });
  for (let act = 0; act < 20; act++) {
    const signal = `s${random(3)}`;
    const stage = signals.get(signal);
    const what = random(4);
    if (!stage || what === 0) {
      again.set(signal, (again.get(signal) ?? -1) + 1);
      const level = "hold" as const;
      frames.push({
        type: "alert",
        signal,
        level,
        again: again.get(signal) ?? 0,
        scene: null,
        raised_at: act,
      } as HubFrame);
      signals.set(signal, "raised");
    } else if (what === 1) signals.set(signal, stage === "acknowledged" ? stage : "displayed");
    else if (what === 2) signals.set(signal, "acknowledged");
    else signals.delete(signal);
    view();
  }
  return frames;
}

/** A store whose two lanes are up. */
function twoLanes(): Store {
  browser();
  const store = known(icView(new Map()));
  const twin = FakeSocket.twins.at(-1) as FakeSocket;
  twin.opens();
  twin.says(welcome(icView(new Map()), { epoch: "one" }));
  return store;
}

function seen(store: Store) {
  // An alert may have overtaken its view; it is kept for a while, on a line that is heard.
  for (let ms = 0; ms < 5000; ms += 250) {
    vi.advanceTimersByTime(250);
    FakeSocket.last.says({ type: "beat", n: 0, now: Date.now() });
  }
  const { view, alerts } = page<IcView>(store);
  const rung = alerts.map(({ alert, lost }) => ({ signal: alert.signal, again: alert.again, lost }));
  return { signals: view.signals, rung: rung.sort((a, b) => a.signal.localeCompare(b.signal)) };
}

describe("on two bad lanes", () => {
  beforeEach(() => {
    browser();
  });

  it("a page comes to what it would be on a good one, whatever is doubled, late or on one lane alone", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const frames = day(chance(seed));
      const good = twoLanes();
      for (const frame of frames) FakeSocket.last.says(frame);
      const expected = seen(good);

      const bad = twoLanes();
      const random = chance(seed * 7919);
      const lanes: [HubFrame[], HubFrame[]] = [[], []];
      for (const frame of frames) {
        const on = random(4);
        if (on !== 0) lanes[0].push(frame);
        if (on !== 1) lanes[1].push(frame);
      }
      while (lanes[0].length + lanes[1].length > 0) {
        const lane = random(2) as 0 | 1;
        const frame = lanes[lane].shift();
        const socket = lane === 0 ? FakeSocket.last : (FakeSocket.twins.at(-1) as FakeSocket);
        if (frame) socket.says(frame);
      }
      expect(seen(bad), `seed ${seed}`).toEqual(expected);
    }
  }, 60_000);
});
