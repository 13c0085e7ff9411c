import { beforeEach, describe, expect, it, vi } from "vitest";
import type { OwnSignal, PerformerView } from "./protocol";
import { Store } from "./store";
import { browser, FakeSocket, performerView, publicView, welcome } from "./test/browser";
import { away, comeBack, known, page } from "./test/page";

let world: ReturnType<typeof browser>;

const HOLD = { kind: "raise", level: "hold" } as const;
const own = (changed: Partial<OwnSignal> = {}): OwnSignal => ({
  id: "s1",
  level: "hold",
  stage: "raised",
  recorded: false,
  meant_nothing: false,
  ready: false,
  presses: 1,
  ...changed,
});

const command = () => {
  const sent = FakeSocket.last.commands().at(-1);
  if (!sent) throw new Error("no command arrived");
  return sent;
};

beforeEach(() => {
  world = browser();
});

describe("joining", () => {
  it("asks for a code where there is none", () => {
    expect(new Store().now.at).toBe("no_code");
    expect(FakeSocket.all).toHaveLength(0);
  });

  it("exchanges the code for a token, then clears the address, and comes back with the token", () => {
    world = browser("#inv");
    const store = new Store();
    expect(store.now.at).toBe("name");
    store.join("Ana", "");
    FakeSocket.last.opens();
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "join", v: 1, invite: "inv", name: "Ana" });
    expect(world.location.hash).toBe("#inv");
    FakeSocket.last.says(welcome(publicView, { token: "t2" }));
    expect(world.location.hash).toBe("");
    expect(store.now.at).toBe("in");
    away();
    FakeSocket.last.opens();
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "resume", token: "t2" });
  });

  it("leaves it to the hub whether a name is needed, and asks again with the hub's sentence", () => {
    world = browser("#inv");
    const store = new Store();
    store.join("", "");
    FakeSocket.last.opens();
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "join", name: "" });
    FakeSocket.last.says({ type: "refused", code: "bad_frame", message: "Please give the name to be used here." });
    FakeSocket.last.closes(4003);
    expect(store.now).toEqual({ at: "name", known: null, no: "Please give the name to be used here." });
    store.join("Ana", "");
    FakeSocket.last.opens();
    FakeSocket.last.says(welcome(performerView(), { token: "t2" }));
    expect(store.now.at).toBe("in");
  });

  it("says join again under the same name and device where the welcome was lost", () => {
    world = browser("#inv");
    new Store().join("Ana", "");
    FakeSocket.last.opens();
    const [first] = FakeSocket.last.sent;
    away();
    FakeSocket.last.opens();
    expect(FakeSocket.last.sent[0]).toEqual(first);
  });

  it("counts its sockets, so that one it gave up takes no newer one's place where it arrives late", () => {
    known();
    const first = FakeSocket.last.sent[0] as { page: string; nth: number };
    away();
    FakeSocket.last.opens();
    const next = FakeSocket.last.sent[0] as { page: string; nth: number };
    expect(next.page).toBe(first.page);
    expect(next.nth).toBeGreaterThan(first.nth);
  });

  it("takes the same code scanned again for the same person coming back", () => {
    world = browser("#inv");
    expect(known().now.at).toBe("in");
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "resume", token: "t" });
  });

  it("asks who it is with another code, and lets a person go on as who they are", () => {
    world = browser("#other");
    localStorage.setItem(
      "quiethold.identity",
      JSON.stringify({ token: "t", invite: "inv", name: "Ana", role: "crew" }),
    );
    const store = new Store();
    expect(store.now).toMatchObject({ at: "name", known: { name: "Ana" } });
    store.resume();
    FakeSocket.last.opens();
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "resume", token: "t" });
  });

  it("after a refusal offers to ask again with the same code", () => {
    const store = known();
    FakeSocket.last.says({ type: "refused", code: "revoked", message: "Out." });
    FakeSocket.last.closes(4003);
    expect(store.now).toMatchObject({ at: "stopped", canAskAgain: true, stopped: { code: "revoked" } });
    store.askAgain();
    expect(store.now.at).toBe("name");
    store.join("Ana", "");
    expect(store.now.at).toBe("connecting");
    FakeSocket.last.opens();
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "join", invite: "inv" });
  });

  it("whose name has another part already goes back to the name, and comes in with another one", () => {
    world = browser("#inv");
    const store = new Store();
    store.join("Iris", "");
    FakeSocket.last.opens();
    FakeSocket.last.says({ type: "refused", code: "role_conflict", message: "Another name, please." });
    FakeSocket.last.closes(4003);
    expect(store.now).toMatchObject({ at: "stopped", canAskAgain: true });
    store.askAgain();
    expect(store.now).toMatchObject({ at: "name", known: null });
    store.join("Iris B.", "");
    FakeSocket.last.opens();
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "join", invite: "inv", name: "Iris B." });
  });
});

describe("a press", () => {
  it("goes out at once, without an age, and is answered", async () => {
    const store = known();
    const answer = page(store).do(HOLD);
    expect(command()).toEqual({ type: "do", id: command().id, cmd: HOLD });
    FakeSocket.last.says({ type: "done", id: command().id });
    await expect(answer).resolves.toEqual({ ok: true });
  });

  it("without an answer is sent again after each welcome, under the same id, with its age", () => {
    const store = known();
    void page(store).do(HOLD);
    const { id } = command();
    for (const age of [10, 20]) {
      away();
      comeBack();
      expect(FakeSocket.last.commands()).toEqual([{ type: "do", id, age, cmd: HOLD }]);
    }
    FakeSocket.last.says({ type: "done", id });
    away();
    comeBack();
    expect(FakeSocket.last.commands()).toEqual([]);
  });

  it("made while offline is kept, and goes out late with its age", () => {
    const store = known();
    away();
    void page(store).do(HOLD);
    vi.advanceTimersByTime(2000);
    comeBack();
    expect(command()).toMatchObject({ age: 2000, cmd: HOLD });
  });

  it("is not lost with a reload, and its age counts on", () => {
    const store = known();
    void page(store).do(HOLD);
    const { id } = command();
    vi.advanceTimersByTime(500);
    new Store();
    comeBack();
    expect(command()).toEqual({ type: "do", id, age: 500, cmd: HOLD });
  });

  it("is late by its true age, though the phone's clock was set back meanwhile", () => {
    const store = known();
    away();
    void page(store).do(HOLD);
    vi.advanceTimersByTime(4000);
    vi.setSystemTime(Date.now() - 300_000);
    vi.advanceTimersByTime(7000);
    comeBack();
    expect(command()).toMatchObject({ age: 11_000, cmd: HOLD });
  });

  it("is late by its true age, though the phone slept and its timer stood still", () => {
    const store = known();
    away();
    void page(store).do(HOLD);
    vi.setSystemTime(Date.now() + 60_000);
    vi.advanceTimersByTime(250);
    comeBack();
    expect(command()).toMatchObject({ age: 60_250, cmd: HOLD });
  });

  it("is overdue after a second, though the clock was set back", () => {
    const store = known();
    void page(store).do(HOLD);
    vi.setSystemTime(Date.now() - 300_000);
    vi.advanceTimersByTime(1010);
    expect(page(store).link).toBe("trouble");
  });

  it("is late for the hub where only a clock that was set back knows of it after a reload", () => {
    const store = known();
    away();
    void page(store).do(HOLD);
    vi.setSystemTime(Date.now() - 300_000);
    new Store();
    comeBack();
    expect(command()).toMatchObject({ age: 2001, cmd: HOLD });
  });

  it("for which nothing comes back within a second means trouble, though the hub still echoes", () => {
    const store = known();
    void page(store).do(HOLD);
    vi.advanceTimersByTime(900);
    FakeSocket.last.says({ type: "beat", n: 1, now: 0 });
    expect(page(store).link).toBe("live");
    vi.advanceTimersByTime(110);
    expect(page(store).link).toBe("trouble");
    expect(FakeSocket.all).toHaveLength(1);
    FakeSocket.last.says({ type: "done", id: command().id });
    expect(page(store).link).toBe("live");
  });

  it("connects anew at once where the hub was silent for that second too", () => {
    const store = known();
    void page(store).do(HOLD);
    const { id } = command();
    vi.advanceTimersByTime(1010);
    expect(page(store).link).toBe("trouble");
    expect(FakeSocket.all).toHaveLength(2);
    comeBack();
    expect(command().id).toBe(id);
    expect(page(store).link).toBe("trouble");
  });

  it("that a view tells of is no trouble, while its `done` waits for a full disk", () => {
    const store = known();
    void page(store).do(HOLD);
    FakeSocket.last.says({ type: "view", rev: 2, view: performerView({ signal: own() }) });
    vi.advanceTimersByTime(1500);
    FakeSocket.last.says({ type: "beat", n: 2, now: 0 });
    expect(page(store).link).toBe("live");
    away();
    comeBack(performerView({ signal: own() }));
    expect(command().cmd).toEqual(HOLD);
  });

  describe("whose `done` waits for a full disk, after a reload", () => {
    const inHand = performerView({ signal: own({ stage: "acknowledged" }) });
    let id: string;

    beforeEach(() => {
      void page(known()).do(HOLD);
      id = command().id;
    });
    const reloaded = (view: PerformerView, epoch?: string) => {
      vi.advanceTimersByTime(1500);
      for (const socket of FakeSocket.all) socket.close();
      const store = new Store();
      comeBack(view, epoch);
      vi.advanceTimersByTime(1010);
      return store;
    };

    it("is trouble a second after the welcome, if nothing tells of it", () => {
      for (const socket of FakeSocket.all) socket.close();
      const store = new Store();
      comeBack();
      expect(page(store).link).toBe("live");
      vi.advanceTimersByTime(1010);
      expect(page(store).link).toBe("trouble");
    });

    it("is no trouble where the page before had seen it arrive", () => {
      FakeSocket.last.says({ type: "view", rev: 2, view: inHand });
      expect(page(reloaded(inHand)).link).toBe("live");
      expect(command().id).toBe(id);
    });

    it("is no trouble where the first welcome tells that it arrived", () => {
      expect(page(reloaded(inHand)).link).toBe("live");
    });

    it("is trouble where the hub lost it, and none once the new hub has it", () => {
      FakeSocket.last.says({ type: "view", rev: 2, view: inHand });
      const store = reloaded(performerView(), "two");
      expect(page(store).link).toBe("trouble");
      comeBack(performerView(), "two");
      FakeSocket.last.says({ type: "view", rev: 2, view: performerView({ signal: own({ id: "s2" }) }) });
      expect(page(store).link).toBe("live");
    });

    it("is trouble where the hub shows only the press before it", () => {
      FakeSocket.last.says({ type: "view", rev: 2, view: inHand });
      FakeSocket.last.says({ type: "done", id });
      away();
      const second = new Store();
      comeBack(inHand);
      void page(second).do(HOLD);
      expect(page(reloaded(inHand)).link).toBe("trouble");
    });
  });

  it("that a new hub doesn't know any more is trouble until it is back there", () => {
    const store = known();
    void page(store).do(HOLD);
    FakeSocket.last.says({ type: "view", rev: 2, view: performerView({ signal: own() }) });
    vi.advanceTimersByTime(1500);
    away();
    comeBack(performerView(), "two");
    expect(page(store).link).toBe("trouble");
    FakeSocket.last.says({ type: "view", rev: 2, view: performerView({ signal: own({ id: "s2" }) }) });
    expect(page(store).link).toBe("live");
  });

  it("is not taken for arrived because of a view about something else", () => {
    const store = known(performerView({ signal: own() }));
    void page(store).do(HOLD);
    FakeSocket.last.says({ type: "view", rev: 2, view: performerView({ signal: own({ stage: "displayed" }) }) });
    vi.advanceTimersByTime(1010);
    expect(page(store).link).toBe("trouble");
  });

  it("as a test is never kept: after a break it is answered as not made", async () => {
    const store = known();
    const answer = page(store).do({ ...HOLD, test: true });
    away();
    comeBack();
    expect(FakeSocket.last.commands()).toEqual([]);
    await expect(answer).resolves.toMatchObject({ ok: false });
  });
});

describe("another command", () => {
  const ROLL = { kind: "status", status: "rolling" } as const;

  it("survives a short break", () => {
    const store = known();
    away();
    void page(store).do(ROLL);
    vi.advanceTimersByTime(1000);
    comeBack();
    expect(command().cmd).toEqual(ROLL);
  });

  it("is not carried out minutes later", async () => {
    const store = known();
    away();
    const answer = page(store).do(ROLL);
    vi.advanceTimersByTime(60_000);
    comeBack();
    expect(FakeSocket.last.commands()).toEqual([]);
    await expect(answer).resolves.toMatchObject({ ok: false, code: "not_recorded" });
  });
});

describe("views", () => {
  it("let nobody fall back into the waiting room by an older welcome that comes late on the second lane", () => {
    world = browser("#inv");
    const store = new Store();
    store.join("Ana", "");
    const waiting = { id: "p1", role: "performer", name: "Ana", admitted: false } as const;
    const first = FakeSocket.last;
    first.opens();
    first.says(welcome(publicView, { token: "t2", you: waiting }));
    const second = FakeSocket.twins.at(-1) as FakeSocket;
    second.opens();
    first.says(welcome(performerView()));
    second.says(welcome(publicView, { you: waiting }));
    first.says({ type: "view", rev: 2, view: performerView() });
    expect(store.now).toMatchObject({ at: "in", page: { you: { admitted: true } } });
  });

  it("older than the one shown are skipped; a new hub counts anew", () => {
    const store = known();
    FakeSocket.last.says({ type: "view", rev: 5, view: performerView({ tested: true }) });
    FakeSocket.last.says({ type: "view", rev: 4, view: performerView() });
    expect(page(store).view.tested).toBe(true);
    away();
    comeBack(performerView({ alone: true }), "two");
    expect(page(store).view).toMatchObject({ tested: false, alone: true });
  });

  it("the hub's clock comes from the welcome and the quickest echo", () => {
    const store = known();
    vi.advanceTimersByTime(1000);
    vi.advanceTimersByTime(40);
    const n = FakeSocket.last.sent.filter(({ type }) => type === "beat").length;
    FakeSocket.last.says({ type: "beat", n, now: 5000 });
    expect(page(store).hubNow()).toBeCloseTo(5020, 0);
  });

  it("the quickest echo is trusted less from beat to beat: two clocks part over a long day", () => {
    const store = known();
    const echo = (took: number, now: number) => {
      vi.advanceTimersByTime(took);
      FakeSocket.last.says({ type: "beat", n: FakeSocket.last.sent.filter(({ type }) => type === "beat").length, now });
      vi.advanceTimersByTime(1000 - took);
    };
    vi.advanceTimersByTime(1000);
    echo(2, 50_000);
    echo(8, 60_000);
    expect(page(store).hubNow(), "a slower one tells less").toBeCloseTo(50_001 + 1998, 0);
    for (let beat = 0; beat < 40; beat++) echo(8, 70_000 + 1000 * beat);
    expect(page(store).hubNow(), "but more than an old one").toBeCloseTo(109_004 + 992, 0);
  });

  it("a press-test says when it was pressed, and its paint when it was painted, by the hub's clock; nothing else does", () => {
    const store = known();
    const now = () => Math.round(page(store).hubNow());
    void page(store).do({ kind: "raise", level: "hold", test: true });
    expect(command()).toMatchObject({ at: now() });
    void page(store).do(HOLD);
    expect(command()).not.toHaveProperty("at");
    const alert = { signal: "s1", again: 0, scene: null, raised_at: 0 };
    vi.advanceTimersByTime(70);
    page(store).shown({ ...alert, level: "test" });
    expect(FakeSocket.last.sent.filter(({ type }) => type === "shown").at(-1)).toMatchObject({ at: now() });
    page(store).shown({ ...alert, signal: "s2", level: "hold" });
    expect(FakeSocket.last.sent.filter(({ type }) => type === "shown").at(-1)).not.toHaveProperty("at");
  });
});

describe("when the hub has ended somebody's day", () => {
  const ends = (message: string) => {
    FakeSocket.last.says({ type: "refused", code: "closed", message });
    FakeSocket.last.closes(4003);
  };

  it("says goodbye, and keeps nothing here: no name, no access, no code, no keys, no language, no press", () => {
    const store = known();
    localStorage.setItem("quiethold.code", "{}");
    localStorage.setItem("quiethold.keys", "{}");
    localStorage.setItem("quiethold.language", '"ar"');
    page(store).do(HOLD);
    ends("Thank you for today.");
    expect(store.now).toEqual({ at: "goodbye", dim: false });
    for (const key of ["identity", "device", "code", "keys", "language", "presses", "seen"]) {
      expect(localStorage.getItem(`quiethold.${key}`), key).toBeNull();
    }
    const sockets = FakeSocket.all.length;
    vi.advanceTimersByTime(60_000);
    world.fire("online");
    expect(FakeSocket.all).toHaveLength(sockets);
  });

  it("doesn't light up where the clock was", () => {
    sessionStorage.setItem("quiethold.clock", "true");
    const store = known();
    ends("Thank you for today.");
    expect(store.now).toEqual({ at: "goodbye", dim: true });
  });

  it("forgets nothing where a hub only closed the line without a word", () => {
    const store = known();
    FakeSocket.last.closes(4003);
    expect(store.now).toMatchObject({ at: "stopped", stopped: { code: "closed" } });
    expect(localStorage.getItem("quiethold.identity")).not.toBeNull();
  });
});
