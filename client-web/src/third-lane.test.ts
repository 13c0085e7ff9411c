import { beforeEach, describe, expect, it, vi } from "vitest";
import { Another } from "./another";
import { Connection } from "./connection";
import type { ClientFrame, HubFrame, Role } from "./protocol";
import { browser, FakeSocket, performerView, welcome } from "./test/browser";
import { FakePeer, HUB, webRtc } from "./test/peer";

const RAISE: ClientFrame = { type: "do", id: "press-1", cmd: { kind: "raise", level: "hold" } };
const DONE: HubFrame = { type: "done", id: "press-1" };

let heard: HubFrame[];
let line: Connection;

const a = () => FakeSocket.all.at(-1) as FakeSocket;
const b = () => FakeSocket.twins.at(-1) as FakeSocket;
const offers = () =>
  [...FakeSocket.all, ...FakeSocket.twins].flatMap(({ sent }) => sent.filter(({ type }) => type === "datagram")).length;

function opens(socket: FakeSocket, epoch = "one") {
  socket.opens();
  socket.says(welcome(performerView(), { epoch }));
}

/** The hub echoes beats on both websockets. */
async function pass(ms: number) {
  for (let at = 0; at < ms; at += 250) {
    for (const socket of [a(), b()]) {
      const beat = socket?.sent.filter((frame) => frame.type === "beat").at(-1);
      if (beat?.type === "beat") socket.says({ type: "beat", n: beat.n, now: Date.now() });
    }
    await vi.advanceTimersByTimeAsync(250);
  }
}

/** A page whose two websockets are up. */
function comes(role: Role | undefined) {
  browser();
  heard = [];
  line = new Connection({
    hello: (lane) => ({ type: "resume", v: 1, token: "t", lane }),
    key: () => "",
    heard: (frame) => heard.push(frame),
    changed: () => {},
    sayAgain: () => {},
    awake: () => false,
  });
  line.another = new Another(line, role);
  opens(a());
  opens(b());
}

async function opensThird() {
  await pass(2000);
  b().says(HUB);
  FakePeer.last.opens();
}

beforeEach(() => {
  webRtc();
  comes("performer");
});

describe("a page with a third lane", () => {
  it("a press goes by it too, and its copies end when any lane names it", async () => {
    await opensThird();
    line.urgent(RAISE, "press-1");
    await vi.advanceTimersByTimeAsync(25);
    expect(a().commands()).toHaveLength(1);
    expect(FakePeer.last.sent).toEqual([RAISE, RAISE, RAISE, RAISE]);
    b().says(DONE);
    await vi.advanceTimersByTimeAsync(2000);
    expect(FakePeer.last.sent).toHaveLength(4);
  });

  it("a press that is answered there alone has no more copies, but counts as answered with its view's lane", async () => {
    await opensThird();
    line.urgent(RAISE, "press-1");
    FakePeer.last.says(DONE);
    await vi.advanceTimersByTimeAsync(200);
    expect(FakePeer.last.sent).toHaveLength(1);
    expect(heard.filter(({ type }) => type === "done")).toEqual([]);
    expect(a().sent.filter(({ type }) => type === "chaser").length).toBeGreaterThan(5);
    a().says(DONE);
    expect(heard.filter(({ type }) => type === "done")).toEqual([DONE]);
  });

  it("but another way is looked for all the same: views come by websocket alone", async () => {
    await opensThird();
    line.urgent(RAISE, "press-1");
    FakePeer.last.says(DONE);
    await vi.advanceTimersByTimeAsync(300);
    expect(FakeSocket.twins.length).toBeGreaterThan(1);
  });

  it("what comes there is no sign that a websocket lives", async () => {
    await opensThird();
    const silence = line.silence();
    for (let at = 0; at < 2900 - silence; at += 100) {
      FakePeer.last.says({ type: "alert", signal: `s${at}` });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(line.silence()).toBeGreaterThan(2500);
    await vi.advanceTimersByTimeAsync(500);
    expect(line.live).toBe(false);
    expect(() => FakePeer.last.says({ type: "alert", signal: "with no lane left" })).not.toThrow();
  });

  it("opens once, however long both websockets live", async () => {
    await opensThird();
    await pass(60_000);
    expect([FakePeer.all.length, offers()]).toEqual([1, 1]);
  });

  it("stays while one websocket goes and comes back", async () => {
    await opensThird();
    b().closes();
    await vi.advanceTimersByTimeAsync(100);
    opens(b());
    await pass(3000);
    a().closes();
    await vi.advanceTimersByTimeAsync(100);
    opens(a());
    await pass(3000);
    expect(FakePeer.all).toHaveLength(1);
  });

  it("opens it anew after the hub was away", async () => {
    await opensThird();
    a().closes();
    b().closes();
    await vi.advanceTimersByTimeAsync(100);
    opens(a(), "two");
    expect(FakePeer.last.closed).toBe(true);
    await pass(2000);
    expect([FakePeer.all.length, offers()]).toEqual([2, 2]);
  });

  it("another tab that takes over ends it, and none is opened until this one is back", async () => {
    await opensThird();
    a().closes(4004);
    expect(FakePeer.last.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakePeer.all).toHaveLength(1);
    line.anew();
    opens(a());
    opens(b());
    await pass(3000);
    expect(FakePeer.all).toHaveLength(2);
  });

  it("a browser without WebRTC misses nothing", async () => {
    vi.stubGlobal("RTCPeerConnection", undefined);
    await pass(3000);
    line.urgent(RAISE, "press-1");
    expect([a().commands().length, b().commands().length, offers()]).toEqual([1, 1, 0]);
    a().says(DONE);
    expect(heard.at(-1)).toEqual(DONE);
  });

  it.each(["watcher", "chaperone", "ic", "ad"] as const)("is a %s’s, too", async (role) => {
    comes(role);
    await pass(2000);
    expect(offers()).toBe(1);
  });

  it.each(["crew", "door", undefined] as const)(
    "is not for whoever has nothing urgent to say or to hear (%s)",
    async (role) => {
      comes(role);
      await pass(5000);
      expect([FakePeer.all.length, offers()]).toEqual([0, 0]);
    },
  );
});
