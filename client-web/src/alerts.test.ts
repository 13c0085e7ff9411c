import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Alert, IcView } from "./protocol";
import { inHand } from "./receiver";
import type { Store } from "./store";
import { browser, FakeSocket, publicView, welcome } from "./test/browser";
import { away, comeBack, known, page } from "./test/page";

describe("alerts on a receiver's page", () => {
  const alert = (changed: Partial<Alert> = {}): Alert => ({
    signal: "s1",
    level: "hold",
    again: 0,
    scene: null,
    raised_at: 0,
    ...changed,
  });
  const icView = (signals: { id: string; stage: string }[]) => ({ ...publicView, signals }) as unknown as IcView;
  const alerts = (store: Store) =>
    page<IcView>(store).alerts.map((each) => [each.alert.signal, each.alert.again, each.lost]);
  let store: Store;

  beforeEach(() => {
    browser();
    store = known(icView([]));
    FakeSocket.last.says({ type: "alert", ...alert() });
  });

  it("overtake the views that were on their way", () => {
    FakeSocket.last.says({ type: "view", rev: 2, view: icView([]) });
    expect(alerts(store)).toEqual([["s1", 0, false]]);
  });

  it("are there once for each signal, in their newest state", () => {
    FakeSocket.last.says({ type: "alert", ...alert({ again: 1 }) });
    expect(alerts(store)).toEqual([["s1", 1, false]]);
  });

  it("come twice, on two lanes: the second copy is no new one, however late", () => {
    const twin = FakeSocket.twins.at(-1) as FakeSocket;
    twin.opens();
    twin.says(welcome(icView([{ id: "s1", stage: "displayed" }]), { epoch: "one" }));
    const [first] = page<IcView>(store).alerts;
    twin.says({ type: "alert", ...alert() });
    expect(page<IcView>(store).alerts).toEqual([first]);
    FakeSocket.last.says({ type: "view", rev: 2, view: icView([{ id: "s1", stage: "acknowledged" }]) });
    twin.says({ type: "alert", ...alert() });
    expect(alerts(store)).toEqual([]);
    twin.says({ type: "alert", ...alert({ again: 1 }) });
    expect(alerts(store)).toEqual([["s1", 1, false]]);
  });

  it("stay while both paths are stalled: an old view knows nothing of them", () => {
    vi.advanceTimersByTime(2900);
    expect(alerts(store)).toHaveLength(1);
  });

  it("stay until a person has acknowledged or released the signal", () => {
    FakeSocket.last.says({ type: "view", rev: 2, view: icView([{ id: "s1", stage: "displayed" }]) });
    expect(alerts(store)).toHaveLength(1);
    FakeSocket.last.says({ type: "view", rev: 3, view: icView([{ id: "s1", stage: "acknowledged" }]) });
    expect(alerts(store)).toEqual([]);
  });

  it("are in hand as this screen showed them: a tap says which", () => {
    FakeSocket.last.says({ type: "alert", ...alert({ again: 2 }) });
    void page<IcView>(store).do(inHand("s1", page<IcView>(store).alerts));
    expect(FakeSocket.last.commands().at(-1)?.cmd).toEqual({ kind: "acknowledge", signal: "s1", again: 2 });
  });

  it("are not said to be in hand to a new hub, which may have heard a newer press: the person taps again", async () => {
    const answer = page<IcView>(store).do({ kind: "acknowledge", signal: "s1" });
    away();
    comeBack(icView([{ id: "s1", stage: "raised" }]), "two");
    expect(FakeSocket.last.commands()).toEqual([]);
    expect(await answer).toMatchObject({ ok: false });
  });

  it("released by somebody else before the next view leave the screen by themselves", () => {
    FakeSocket.last.says({ type: "view", rev: 2, view: icView([]) });
    vi.advanceTimersByTime(2900);
    FakeSocket.last.says({ type: "beat", n: 2, now: 0 });
    vi.advanceTimersByTime(1200);
    expect(alerts(store)).toEqual([]);
  });

  it("stay though a view from before them comes after seconds in which the websockets were silent", () => {
    vi.advanceTimersByTime(2900);
    FakeSocket.last.says({ type: "view", rev: 2, view: icView([]) });
    expect(alerts(store)).toEqual([["s1", 0, false]]);
  });

  it("that a new hub doesn't know stay as lost, until a person has gone and asked", () => {
    away();
    comeBack(icView([]), "two");
    expect(alerts(store)).toEqual([["s1", 0, true]]);
    vi.advanceTimersByTime(9000);
    FakeSocket.last.says({ type: "view", rev: 2, view: icView([]) });
    expect(alerts(store)).toHaveLength(1);
    page(store).dismissLost("s1");
    expect(alerts(store)).toEqual([]);
  });

  it("that come back because the phone pressed again are lost no more", () => {
    away();
    comeBack(icView([]), "two");
    FakeSocket.last.says({ type: "alert", ...alert() });
    expect(alerts(store)).toEqual([["s1", 0, false]]);
  });

  it("that the new hub knows are not lost, and those answered meanwhile on the same hub are gone", () => {
    away();
    comeBack(icView([{ id: "s1", stage: "raised" }]), "two");
    expect(alerts(store)).toEqual([["s1", 0, false]]);
    vi.advanceTimersByTime(2500);
    FakeSocket.last.says({ type: "beat", n: 2, now: 0 });
    vi.advanceTimersByTime(2000);
    away();
    comeBack(icView([]), "two");
    expect(alerts(store)).toEqual([]);
  });

  it("of a press-test leave by themselves, and are never lost", () => {
    FakeSocket.last.says({ type: "alert", ...alert({ signal: "test", level: "test" }) });
    away();
    comeBack(icView([{ id: "s1", stage: "raised" }]), "two");
    expect(alerts(store)).toEqual([["s1", 0, false]]);
  });

  it("are told to the hub as painted with their count", () => {
    page(store).shown(alert({ again: 2 }));
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: "shown", signal: "s1", again: 2 });
  });
});
