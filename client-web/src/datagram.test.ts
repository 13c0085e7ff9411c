import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Datagrams } from "./datagram";
import type { ClientFrame } from "./protocol";
import { FakePeer, HUB, webRtc } from "./test/peer";

const PRESS: ClientFrame = { type: "do", id: "press-1", cmd: { kind: "raise", level: "hold" } };
const SHOWN: ClientFrame = { type: "shown", signal: "signal-1", again: 0 };
const ALERT = { type: "alert", signal: "signal-1" };
const MINUTE = 60_000;

let said: ClientFrame[];
let copies: string[];
let lane: Datagrams;
let websocket: boolean;
const peer = () => FakePeer.last;
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  webRtc();
  said = [];
  copies = [];
  websocket = true;
  vi.stubGlobal("location", { hostname: "[fd00::2]" });
  lane = new Datagrams({
    send: (frame) => websocket && said.push(frame) > 0,
    copy: (data) => {
      copies.push(data);
      lane.came(data);
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function opens() {
  lane.begin();
  await wait(1000);
  peer().opens();
}

describe("the third lane", () => {
  it("is offered by websocket a second after the line is up, and looks for the hub where the page came from", async () => {
    lane.begin();
    await wait(990);
    expect(FakePeer.all).toEqual([]);
    lane.begin();
    await wait(10);
    expect(said).toEqual([{ type: "datagram", ufrag: "abcd", password: "secret", fingerprint: "AB:CD" }]);
    expect(peer().options).toMatchObject({ ordered: false, maxPacketLifeTime: 120 });
    lane.came(JSON.stringify(HUB));
    for (const part of ["fd00::2 8080 typ host", "a=ice-pwd:theirs", "sha-256 EF:01", "setup:passive"])
      expect(peer().answer).toContain(part);
  });

  it("says nothing before it is open, nor on a path that is dead, whatever the channel says", async () => {
    lane.begin();
    await wait(1000);
    lane.urgent(PRESS, "press-1");
    expect(peer().sent).toEqual([]);
    peer().opens();
    await wait(4);
    expect(peer().sent, "it opened between two copies").toEqual([PRESS]);
    peer().becomes("disconnected");
    await wait(1000);
    expect(peer().channel.readyState).toBe("open");
    expect(peer().sent).toHaveLength(1);
    expect((peer().channel.sent[0] as string).length % 256).toBe(0);
  });

  it("sends a press again whenever a chaser would follow, until it is named", async () => {
    await opens();
    lane.urgent(PRESS, "press-1");
    lane.urgent(PRESS, "press-1");
    await wait(60);
    expect(peer().sent, "at once, twice as it was said twice, and at 4, 10, 22, 38, 56 ms").toHaveLength(7);
    lane.came('{"type":"done","id":"another"}');
    await wait(20);
    expect(peer().sent).toHaveLength(8);
    lane.came('{"type":"done","id":"press-1"}');
    await wait(2000);
    expect(peer().sent).toHaveLength(8);
  });

  it("gives up a press that nobody names after a dozen copies: the line itself sees to it then", async () => {
    await opens();
    lane.urgent(PRESS, "press-1");
    await wait(10_000);
    expect(peer().sent).toHaveLength(13);
  });

  it("says that an alert is painted until the hub has heard so: the alert's own copies don't name it", async () => {
    await opens();
    peer().says(ALERT);
    lane.urgent(SHOWN, "signal-1");
    lane.came(JSON.stringify(ALERT));
    await wait(30);
    expect(peer().sent).toHaveLength(4);
    lane.came('{"type":"view","rev":2,"view":{"signals":[{"id":"signal-1"}]}}');
    await wait(1000);
    expect(peer().sent).toHaveLength(4);
  });

  it("takes alerts and what looks like them from the hub, each once, and nothing else: answers come with a view", async () => {
    await opens();
    lane.came('{"type":"alert","signal":"came by websocket"}');
    for (const type of ["alert", "welcome", "view", "refused", "beat", "datagram", "done", "denied", "alert"])
      peer().says({ type });
    peer().channel.onmessage?.({ data: '{"type":"alert","signal":"came by websocket"}  ' });
    peer().says({ type: "decoy", id: "asked", answer: true });
    peer().says({ type: "decoy", id: "answered" });
    expect(copies.map((copy) => JSON.parse(copy).type)).toEqual(["alert", "decoy"]);
  });

  it("junk on the channel is ignored", async () => {
    await opens();
    for (const data of ["", "{", "null", "[]", '{"type":7}', new ArrayBuffer(8), undefined])
      expect(() => peer().channel.onmessage?.({ data })).not.toThrow();
    expect(copies).toEqual([]);
  });

  it("a browser that has no room for a datagram doesn't keep the press from the other lanes", async () => {
    await opens();
    peer().channel.full = true;
    expect(() => lane.urgent(PRESS, "press-1")).not.toThrow();
    await wait(1000);
  });

  it("a path that mends itself stays; one that doesn't is opened anew", async () => {
    await opens();
    peer().becomes("disconnected");
    await wait(2000);
    peer().becomes("connected");
    await wait(5000);
    expect(FakePeer.all).toHaveLength(1);
    peer().becomes("disconnected");
    await wait(4000);
    expect(FakePeer.all).toHaveLength(2);
    expect(FakePeer.all[0]?.closed).toBe(true);
    peer().opens();
    await wait(10_000);
    peer().becomes("failed");
    await wait(1000);
    expect(FakePeer.all).toHaveLength(3);
  });

  it("a path that opens and dies at once is tried less and less often", async () => {
    await opens();
    peer().becomes("failed");
    await wait(1000);
    peer().opens();
    peer().becomes("failed");
    await wait(9000);
    expect(FakePeer.all).toHaveLength(2);
    await wait(1000);
    expect(FakePeer.all).toHaveLength(3);
  });

  it("where the Wi-Fi lets none through it is tried less and less often, however far each try comes", async () => {
    lane.begin();
    await wait(1000);
    for (let minute = 0; minute < 60; minute++) {
      for (const state of ["connecting", "disconnected", "connected"]) peer().becomes(state);
      lane.begin();
      await wait(MINUTE);
    }
    expect(FakePeer.all.length).toBeGreaterThan(5);
    expect(FakePeer.all.length).toBeLessThan(12);
    expect(FakePeer.all.filter(({ closed }) => !closed).length, "none is left behind").toBeLessThan(2);
  });

  it("is tried again where the websocket went before the offer", async () => {
    websocket = false;
    lane.begin();
    await wait(1500);
    expect([said.length, peer().closed]).toEqual([0, true]);
    websocket = true;
    await wait(1000);
    expect(said).toHaveLength(1);
  });

  it("ends with the line: no timer, no peer, and what an old path still says counts for nothing", async () => {
    await opens();
    lane.urgent(PRESS, "press-1");
    const old = peer();
    lane.close();
    expect([old.closed, vi.getTimerCount()]).toEqual([true, 0]);
    old.says(ALERT);
    old.channel.onclose?.();
    old.becomes("failed");
    expect([copies.length, vi.getTimerCount()]).toEqual([0, 0]);
    await opens();
    expect(FakePeer.all).toHaveLength(2);
    expect(peer().sent).toEqual([]);
  });

  it("an answer that the browser can't use, or a browser that won't have it, is one more failure and no error", async () => {
    lane.begin();
    await wait(1000);
    lane.came('{"type":"datagram",');
    await wait(1000);
    expect([FakePeer.all.length, FakePeer.all[0]?.closed]).toEqual([2, true]);
    FakePeer.fails = true;
    peer().becomes("failed");
    await wait(MINUTE);
    expect(FakePeer.all.length).toBeLessThan(5);
  });

  it("is silently absent where the browser has none", async () => {
    vi.stubGlobal("RTCPeerConnection", undefined);
    lane.begin();
    await wait(10_000);
    lane.urgent(PRESS, "press-1");
    expect([said.length, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
