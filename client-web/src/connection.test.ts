import { beforeEach, describe, expect, it, vi } from "vitest";
import { Connection } from "./connection";
import type { HubFrame } from "./protocol";
import { browser, FakeSocket, performerView, welcome } from "./test/browser";

let world: ReturnType<typeof browser>;
let heard: HubFrame[];
let line: Connection;
const changed = vi.fn();
const sayAgain = vi.fn();

function start(doubled = false) {
  world = browser();
  heard = [];
  changed.mockReset();
  sayAgain.mockReset();
  line = new Connection({
    hello: (lane) => (lane === "a" || doubled ? { type: "resume", v: 1, token: "t", lane } : null),
    key: () => "",
    heard: (frame) => heard.push(frame),
    changed,
    sayAgain,
    awake: () => false,
  });
}

function goLive() {
  FakeSocket.last.opens();
  FakeSocket.last.says(welcome(performerView()));
}

/** The hub echoes each beat, as long as it is there. */
function pass(ms: number, hubIsThere = true) {
  for (let at = 0; at < ms; at += 250) {
    vi.advanceTimersByTime(250);
    const beat = FakeSocket.last.sent.at(-1);
    if (hubIsThere && beat?.type === "beat") FakeSocket.last.says({ type: "beat", n: beat.n, now: Date.now() });
  }
}

beforeEach(() => start());

describe("a line to the hub", () => {
  it("says hello first, and beats at once and every second after the welcome", () => {
    goLive();
    pass(3000);
    const [hello, ...beats] = FakeSocket.last.sent;
    expect(hello).toEqual({ type: "resume", v: 1, token: "t", lane: "a" });
    expect(beats.map((beat) => beat.type === "beat" && beat.n)).toEqual([1, 2, 3, 4]);
    expect(beats[0]).toEqual({ type: "beat", n: 1, visible: true, awake: false });
  });

  it("sends nothing of ours before the welcome", () => {
    FakeSocket.last.opens();
    expect(line.send({ type: "chaser" })).toBe(false);
    pass(2000);
    expect(FakeSocket.last.sent).toHaveLength(1);
  });

  it("tells at once when the page is not seen any more", () => {
    goLive();
    world.see(false);
    expect(FakeSocket.last.sent.at(-1)).toMatchObject({ type: "beat", visible: false });
  });

  it("stays on one socket for as long as the hub is heard", () => {
    goLive();
    pass(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(line.live).toBe(true);
  });

  it("is in trouble after three seconds of silence, though the socket claims to be open, and connects anew", () => {
    goLive();
    pass(2750, false);
    expect(line.live).toBe(true);
    pass(250, false);
    expect(line.live).toBe(false);
    expect(changed).toHaveBeenCalled();
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("hears nothing more from a socket that it gave up", () => {
    goLive();
    const old = FakeSocket.last;
    pass(3000, false);
    const before = heard.length;
    old.says({ type: "chaser" });
    old.closes(4003);
    expect(heard).toHaveLength(before);
    expect(line.stopped).toBeNull();
  });

  it("gives a connection that doesn't come about three seconds", () => {
    pass(2750);
    expect(FakeSocket.all).toHaveLength(1);
    pass(250);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("climbs the ladder while the hub is away, never waits two seconds, and starts anew after a welcome", () => {
    goLive();
    const waits: number[] = [];
    for (let rung = 0; rung < 9; rung++) {
      const sockets = FakeSocket.all.length;
      FakeSocket.last.closes();
      let ms = 0;
      while (FakeSocket.all.length === sockets) {
        vi.advanceTimersByTime(1);
        ms += 1;
      }
      waits.push(ms);
    }
    const ladder = [10, 50, 100, 200, 500, 1000, 1500, 1500, 1500];
    for (const [nth, ms] of waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual((ladder[nth] as number) * 0.7);
      expect(ms).toBeLessThanOrEqual((ladder[nth] as number) * 0.95 + 1);
    }
    goLive();
    FakeSocket.last.closes();
    vi.advanceTimersByTime(10);
    expect(FakeSocket.all).toHaveLength(11);
  });

  it.each(["pageshow", "online", "focus"])("connects at once on %s while it waits for its next try", (sign) => {
    for (let rung = 0; rung < 7; rung++) {
      FakeSocket.last.closes();
      vi.advanceTimersByTime(2000);
    }
    FakeSocket.last.closes();
    const sockets = FakeSocket.all.length;
    world.fire(sign);
    expect(FakeSocket.all).toHaveLength(sockets + 1);
    vi.advanceTimersByTime(2500);
    expect(FakeSocket.all).toHaveLength(sockets + 1);
  });

  it("on coming to the front, drops a socket that has been silent for two and a half seconds, and no other", () => {
    goLive();
    pass(2250, false);
    world.see(true);
    expect(FakeSocket.all).toHaveLength(1);
    pass(250, false);
    world.see(true);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("connects anew when the clock has jumped: the phone slept", () => {
    goLive();
    pass(500);
    vi.setSystemTime(Date.now() + 60_000);
    vi.advanceTimersByTime(250);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("never has two sockets on their way at a time", () => {
    for (let i = 0; i < 40; i++) {
      if (i % 3 === 0) world.fire("focus");
      if (i % 4 === 0) FakeSocket.last.closes();
      pass(500, false);
      const open = FakeSocket.all.filter((socket) => socket.onmessage);
      expect(open.length).toBeLessThanOrEqual(1);
    }
  });

  it("doesn't mind what it can't read", () => {
    goLive();
    FakeSocket.last.onmessage?.({ data: "{nonsense" });
    expect(line.live).toBe(true);
  });
});

describe("the close codes", () => {
  const nextSocketAfter = (code: number, ms: number) => {
    goLive();
    FakeSocket.last.closes(code);
    vi.advanceTimersByTime(ms);
    return FakeSocket.all.length - 1;
  };

  it("4000: at once", () => expect(nextSocketAfter(4000, 0)).toBe(1));

  it("4000 over and over: by the ladder", () => {
    nextSocketAfter(4000, 0);
    FakeSocket.last.closes(4000);
    vi.advanceTimersByTime(5);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("4001: after a short wait by chance", () => {
    expect(nextSocketAfter(4001, 549)).toBe(0);
    vi.advanceTimersByTime(1);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("4002: loads the page anew", () => {
    nextSocketAfter(4002, 1000);
    expect(world.location.reload).toHaveBeenCalledOnce();
  });

  it("comes back after a frame that the hub could not read: it must not lock a performer's phone out", () => {
    goLive();
    FakeSocket.last.says({ type: "refused", code: "bad_frame", message: "Reload the page." });
    FakeSocket.last.closes(4001);
    expect(line.stopped).toBeNull();
    const sockets = FakeSocket.all.length;
    vi.advanceTimersByTime(1000);
    expect(FakeSocket.all.length).toBe(sockets + 1);
  });

  it("4003: stops, and tells the hub's sentence", () => {
    goLive();
    FakeSocket.last.says({ type: "refused", code: "revoked", message: "Out." });
    FakeSocket.last.closes(4003);
    vi.advanceTimersByTime(60_000);
    world.fire("focus");
    expect(FakeSocket.all).toHaveLength(1);
    expect(line.stopped).toEqual({ code: "revoked", message: "Out." });
  });

  it("4004: stops here, until a person takes it back", () => {
    expect(nextSocketAfter(4004, 60_000)).toBe(0);
    expect(line.stopped?.code).toBe("elsewhere");
    line.anew();
    expect(FakeSocket.all).toHaveLength(2);
    goLive();
    expect(line.live).toBe(true);
  });

  it("4004: takes it back once by itself when it comes to the front again", () => {
    nextSocketAfter(4004, 60_000);
    world.see(false);
    expect(FakeSocket.all).toHaveLength(1);
    world.see(true);
    expect(FakeSocket.all).toHaveLength(2);
    goLive();
    FakeSocket.last.closes(4004);
    vi.advanceTimersByTime(60_000);
    world.fire("focus");
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("4003: does not come back for being looked at", () => {
    nextSocketAfter(4003, 0);
    world.see(true);
    expect(FakeSocket.all).toHaveLength(1);
  });
});
