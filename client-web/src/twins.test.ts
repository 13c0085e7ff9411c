import { beforeEach, describe, expect, it, vi } from "vitest";
import { Another } from "./another";
import { Connection } from "./connection";
import type { ClientFrame, HubFrame } from "./protocol";
import { browser, FakeSocket, performerView, welcome } from "./test/browser";

const RAISE: ClientFrame = { type: "do", id: "press-1", cmd: { kind: "raise", level: "hold" } };

let world: ReturnType<typeof browser>;
let heard: HubFrame[];
let line: Connection;
const sayAgain = vi.fn();

const a = () => FakeSocket.all.at(-1) as FakeSocket;
const b = () => FakeSocket.twins.at(-1) as FakeSocket;
const chasers = (socket: FakeSocket) => socket.sent.filter(({ type }) => type === "chaser").length;
const raises = (socket: FakeSocket) => socket.commands().filter(({ cmd }) => cmd.kind === "raise").length;

function opens(socket: FakeSocket, epoch = "one") {
  socket.opens();
  socket.says(welcome(performerView(), { epoch }));
}

/** The hub echoes each beat on the lanes that it is heard on, some 10 ms later. */
function pass(ms: number, ...lanes: (() => FakeSocket)[]) {
  passes(ms, 0, ...lanes);
}

/** Or so much later. */
function passes(ms: number, trip: number, ...lanes: (() => FakeSocket)[]) {
  const echoes = new Map<FakeSocket, { n: number; at: number }>();
  for (let at = 0; at < ms; at += 10) {
    vi.advanceTimersByTime(10);
    for (const socket of lanes.map((lane) => lane())) {
      const beat = socket.sent.filter((frame) => frame.type === "beat").at(-1);
      const said = echoes.get(socket);
      if (beat && beat.n !== said?.n) echoes.set(socket, { n: beat.n, at: at + trip });
      const echo = echoes.get(socket);
      if (echo && at === echo.at) socket.says({ type: "beat", n: echo.n, now: Date.now() });
    }
  }
}

beforeEach(() => {
  world = browser();
  heard = [];
  sayAgain.mockReset();
  line = new Connection({
    hello: (lane) => ({ type: "resume", v: 1, token: "t", lane }),
    key: () => "",
    heard: (frame) => heard.push(frame),
    changed: () => {},
    sayAgain,
    awake: () => false,
  });
  line.another = new Another(line, "performer");
  opens(a());
  opens(b());
});

describe("two lanes", () => {
  const said = (socket: FakeSocket) => socket.sent.filter(({ type }) => type === "beat").length;
  const echo = (socket: FakeSocket) => {
    const beat = socket.sent.at(-1);
    if (beat?.type === "beat") socket.says({ type: "beat", n: beat.n, now: 0 });
  };

  it("say which they are, and beat each, counting together", () => {
    pass(2000, a, b);
    expect(a().sent[0]).toMatchObject({ type: "resume", lane: "a" });
    expect(b().sent[0]).toMatchObject({ type: "resume", lane: "b" });
    const beats = (socket: FakeSocket) => socket.sent.flatMap((frame) => (frame.type === "beat" ? [frame.n] : []));
    expect(beats(b()).slice(1)).toEqual(beats(a()).slice(-beats(b()).length + 1));
  });

  it("tell how long an echo took that comes behind later beats, as a receiver's do on a slow path", () => {
    vi.advanceTimersByTime(1000);
    const beat = a().sent.at(-1);
    vi.advanceTimersByTime(1400);
    if (beat?.type === "beat") a().says({ type: "beat", n: beat.n, now: 0 });
    expect(beat?.type === "beat" && line.beatSentAt(beat.n)).toBe(performance.now() - 1400);
    vi.advanceTimersByTime(600);
    const later = a().sent.filter(({ type }) => type === "beat");
    expect(later.at(-1)).toMatchObject({ rtt: 1400 });
  });

  it("tell in a beat how long the last echo took on that lane", () => {
    vi.advanceTimersByTime(1000);
    const beat = a().sent.at(-1);
    vi.advanceTimersByTime(40);
    if (beat?.type === "beat") a().says({ type: "beat", n: beat.n, now: 0 });
    vi.advanceTimersByTime(1000);
    expect(a().sent.at(-1)).toMatchObject({ type: "beat", rtt: 40 });
    expect(b().sent.at(-1)).not.toHaveProperty("rtt");
  });

  it("both carry a press; a command that is not urgent goes on one", () => {
    line.urgent(RAISE, "press-1");
    line.send({ type: "do", id: "c", cmd: { kind: "clear", clear: true } });
    expect([raises(a()), raises(b())]).toEqual([1, 1]);
    expect([a().commands().length, b().commands().length]).toEqual([2, 1]);
  });

  it("send chasers behind a press until any frame names it", () => {
    line.urgent(RAISE, "press-1");
    vi.advanceTimersByTime(20);
    const [onA, onB] = [chasers(a()), chasers(b())];
    expect(onA).toBeGreaterThan(1);
    expect(onB).toBe(onA);
    b().says({ type: "done", id: "press-1" });
    vi.advanceTimersByTime(2000);
    expect([chasers(a()), chasers(b())]).toEqual([onA, onB]);
  });

  it("send no more than a dozen chasers, and none after a second", () => {
    line.urgent(RAISE, "press-1");
    pass(1000, a, b);
    const sent = chasers(a());
    expect(sent).toBeLessThanOrEqual(12);
    pass(2000, a, b);
    expect(chasers(a())).toBe(sent);
  });

  it("send no chaser while nothing is urgent", () => {
    pass(10_000, a, b);
    expect([chasers(a()), chasers(b())]).toEqual([0, 0]);
  });

  it.each([["a"], ["b"]])("live on where lane %s falls silent, which comes back by itself", (silent) => {
    const [dead, alive] = silent === "a" ? [a(), b] : [b(), a];
    pass(2750, alive);
    expect(line.live).toBe(true);
    pass(250, alive);
    expect(line.live).toBe(true);
    expect(dead.readyState).toBe(3);
    expect(sayAgain).toHaveBeenCalled();
    expect(line.send({ type: "chaser" })).toBe(true);
    expect(alive().sent.at(-1)).toEqual({ type: "chaser" });
    expect(FakeSocket.all.length + FakeSocket.twins.length).toBe(3);
  });

  it("are a dead line where both are silent", () => {
    pass(3000);
    expect(line.live).toBe(false);
  });

  it("climb a ladder each", () => {
    b().closes();
    vi.advanceTimersByTime(10);
    const tries = FakeSocket.twins.length;
    b().closes();
    vi.advanceTimersByTime(30);
    expect(FakeSocket.twins).toHaveLength(tries);
    vi.advanceTimersByTime(30);
    expect(FakeSocket.twins).toHaveLength(tries + 1);
    expect(FakeSocket.all).toHaveLength(1);
    expect(line.live).toBe(true);
  });

  it.each([["a"], ["b"]])("4004 on lane %s: another page has taken over, and this one leaves both", (lane) => {
    (lane === "a" ? a() : b()).closes(4004);
    expect(line.stopped?.code).toBe("elsewhere");
    expect(line.live).toBe(false);
    expect([a().readyState, b().readyState]).toEqual([3, 3]);
    vi.advanceTimersByTime(60_000);
    world.fire("focus");
    expect(FakeSocket.all.length + FakeSocket.twins.length).toBe(2);
  });

  it("4003 on either ends both", () => {
    b().says({ type: "refused", code: "revoked", message: "Out." });
    b().closes(4003);
    expect(line.stopped).toEqual({ code: "revoked", message: "Out." });
    expect(line.live).toBe(false);
  });

  it("4001 on one: that one comes back after a while, and the page never notices", () => {
    b().closes(4001);
    expect(line.live).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(FakeSocket.twins).toHaveLength(2);
  });

  it("a refusal of lane b that may come back does not stop a page whose lane a lives", () => {
    b().closes();
    vi.advanceTimersByTime(10);
    b().opens();
    b().says({ type: "refused", code: "too_many", message: "Wait." });
    b().closes(4001);
    expect(line.stopped).toBeNull();
    expect(line.live).toBe(true);
  });

  it("lead to the same start of the hub: a lane to one that is gone is dropped, and says nothing more", () => {
    const old = b();
    a().closes();
    vi.advanceTimersByTime(10);
    opens(a(), "two");
    expect(old.readyState).toBe(3);
    const before = heard.length;
    old.says({ type: "view", rev: 100, view: performerView() });
    expect(heard).toHaveLength(before);
    expect(line.live).toBe(true);
  });

  it("a welcome of an older hub that comes late changes nothing", () => {
    b().closes();
    vi.advanceTimersByTime(10);
    b().opens();
    const late = b();
    a().closes();
    vi.advanceTimersByTime(10);
    opens(a(), "two");
    const before = heard.length;
    late.says(welcome(performerView(), { epoch: "one" }));
    expect(heard).toHaveLength(before);
    expect(late.readyState).toBe(3);
    expect(line.live).toBe(true);
  });

  it("a press that nobody answers looks for another way: lane b anew, again and again, while lane a stays", () => {
    const first = a();
    line.urgent(RAISE, "press-1");
    const old = b();
    vi.advanceTimersByTime(50);
    expect(FakeSocket.twins).toHaveLength(1);
    vi.advanceTimersByTime(20);
    expect(FakeSocket.twins).toHaveLength(2);
    vi.advanceTimersByTime(400);
    expect(FakeSocket.twins.length).toBeGreaterThan(6);
    expect(a()).toBe(first);
    expect(line.live).toBe(true);
    expect(old.readyState, "its chasers go on").toBe(1);
    opens(b());
    expect(old.readyState).toBe(3);
    expect(FakeSocket.twins.filter(({ readyState }) => readyState < 3)).toEqual([b()]);
    const tries = FakeSocket.twins.length;
    vi.advanceTimersByTime(900);
    expect(FakeSocket.twins).toHaveLength(tries);
  });

  it("a lane b that is gone and has just opened again has time for its welcome", () => {
    line.lanes[1].drop();
    line.urgent(RAISE, "press-1");
    vi.advanceTimersByTime(70);
    const anew = b();
    vi.advanceTimersByTime(30);
    anew.opens();
    vi.advanceTimersByTime(50);
    expect(b()).toBe(anew);
    vi.advanceTimersByTime(100);
    expect(b()).not.toBe(anew);
  });

  it("a press that is answered leaves both lanes as they are", () => {
    line.urgent(RAISE, "press-1");
    vi.advanceTimersByTime(50);
    a().says({ type: "done", id: "press-1" });
    vi.advanceTimersByTime(900);
    expect(FakeSocket.all.length + FakeSocket.twins.length).toBe(2);
  });

  it("a path that is slow is not taken for one that is gone", () => {
    vi.advanceTimersByTime(1000);
    vi.advanceTimersByTime(300);
    echo(a());
    echo(b());
    line.urgent(RAISE, "press-1");
    vi.advanceTimersByTime(1150);
    expect(FakeSocket.twins).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(FakeSocket.twins).toHaveLength(2);
    b().opens();
    vi.advanceTimersByTime(1150);
    expect(FakeSocket.twins, "one that has opened is given the time to be welcomed").toHaveLength(2);
  });

  it("a beat whose echo is missing is said again on that lane alone, four times at most", () => {
    pass(3000, a, b);
    vi.advanceTimersByTime(1000);
    const [onA, onB] = [said(a()), said(b())];
    echo(a());
    vi.advanceTimersByTime(25);
    expect([said(a()), said(b())]).toEqual([onA, onB + 1]);
    vi.advanceTimersByTime(900);
    expect([said(a()), said(b())]).toEqual([onA, onB + 4]);
  });

  it("on a path that is always slow no beat is said again before its echo is late", () => {
    passes(10_000, 300, a, b);
    const before = said(a());
    passes(5000, 300, a, b);
    expect(said(a()) - before).toBe(5);
  });

  /** An outage takes a beat on both lanes, and lane b's next socket is on its way. */
  function wearsOut() {
    pass(3000, a, b);
    vi.advanceTimersByTime(1050);
    echo(a());
    echo(b());
    const old = b();
    expect(FakeSocket.twins).toHaveLength(1);
    vi.advanceTimersByTime(960);
    expect(b()).not.toBe(old);
    return old;
  }

  it("behind an outage that took both lanes' beat, lane b is opened anew, and the old one stays until it is there", () => {
    const old = wearsOut();
    echo(a());
    echo(old);
    expect(FakeSocket.twins).toHaveLength(2);
    expect(old.readyState).toBe(1);
    opens(b());
    expect(old.readyState).toBe(3);
    expect(line.doubled).toBe(true);
    pass(3000, a, b);
    expect(FakeSocket.twins, "once").toHaveLength(2);
  });

  it("a new lane b that is refused says nothing of the old one", () => {
    const old = wearsOut();
    b().opens();
    b().says({ type: "refused", code: "too_many", message: "Wait." });
    expect(b().readyState).toBe(3);
    expect(old.readyState).toBe(1);
    expect([line.doubled, line.stopped]).toEqual([true, null]);
  });

  it("a new lane b that is still on its way never takes the line back from another tab", () => {
    wearsOut();
    a().closes(4004);
    expect(line.stopped?.code).toBe("elsewhere");
    expect(b().readyState, "no late hello").toBe(3);
    expect(b().onopen).toBeNull();
  });

  it("an old lane b that the hub ends for the new one is not opened once more before the new one's welcome", () => {
    const old = wearsOut();
    b().opens();
    old.closes(4000);
    vi.advanceTimersByTime(100);
    expect(FakeSocket.twins, "no third one").toHaveLength(2);
    b().says(welcome(performerView(), { epoch: "one" }));
    vi.advanceTimersByTime(1000);
    expect(FakeSocket.twins).toHaveLength(2);
  });

  it("a page that was busy itself when the echoes came takes that for no outage", () => {
    pass(3000, a, b);
    vi.advanceTimersByTime(1000);
    // The timer is due in 20 ms, and runs 60 ms late: something else had the thread.
    const now = performance.now();
    vi.spyOn(performance, "now").mockReturnValue(now + 80);
    vi.advanceTimersByTime(20);
    vi.spyOn(performance, "now").mockRestore();
    echo(a());
    echo(b());
    pass(3000, a, b);
    expect(FakeSocket.twins).toHaveLength(1);
  });

  it("a new lane b says again what may have been lost with the old one", () => {
    wearsOut();
    sayAgain.mockReset();
    opens(b());
    expect(sayAgain).toHaveBeenCalled();
  });

  it("however bad the air, lane b is not opened anew for that twice in ten seconds", () => {
    wearsOut();
    opens(b());
    const tries = FakeSocket.twins.length;
    for (let n = 0; n < 7; n += 1) {
      vi.advanceTimersByTime(1000);
      echo(a());
      echo(b());
    }
    expect(FakeSocket.twins).toHaveLength(tries);
  });

  it("where the new one comes to nothing, the old one stays", () => {
    const old = wearsOut();
    b().closes();
    expect(line.doubled).toBe(true);
    old.says({ type: "beat", n: 1, now: 0 });
    expect(old.readyState).toBe(1);
  });

  it("a silence shows however often lane b is tried anew", () => {
    line.urgent(RAISE, "press-1");
    vi.advanceTimersByTime(1500);
    expect(line.silence()).toBeGreaterThanOrEqual(1500);
    vi.advanceTimersByTime(1500);
    expect(line.live).toBe(false);
  });

  it("a receiver's page beats four times a second while a scene is live, and looks for another way when no echo comes", () => {
    line.another?.watches(true);
    pass(2000, a, b);
    expect(a().sent.filter(({ type }) => type === "beat").length).toBeGreaterThanOrEqual(8);
    expect(FakeSocket.twins).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(FakeSocket.twins.length).toBeGreaterThan(1);
    line.another?.watches(false);
    opens(b());
    const [beats, tries] = [a().sent.length, FakeSocket.twins.length];
    pass(2000, a, b);
    expect(a().sent.length - beats).toBeLessThanOrEqual(3);
    expect(FakeSocket.twins).toHaveLength(tries);
  });
});
