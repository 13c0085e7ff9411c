import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Datagrams } from "./datagram";
import type { ClientFrame } from "./protocol";

const SDP = `v=0\r
a=ice-ufrag:abcd\r
a=ice-pwd:secret\r
a=fingerprint:sha-256 AB:CD\r
`;

class FakePeer {
  static all: FakePeer[] = [];
  connectionState = "new";
  signalingState = "stable";
  localDescription = { sdp: SDP };
  answer = "";
  closed = false;
  onconnectionstatechange: (() => void) | null = null;
  readonly channel = {
    readyState: "connecting",
    sent: [] as string[],
    send(text: string) {
      this.sent.push(text);
    },
    onopen: null as (() => void) | null,
    onclose: null as (() => void) | null,
    onmessage: null as ((message: { data: string }) => void) | null,
  };
  options: RTCDataChannelInit = {};

  constructor() {
    FakePeer.all.push(this);
  }
  createDataChannel(_: string, options: RTCDataChannelInit) {
    this.options = options;
    return this.channel;
  }
  async setLocalDescription() {
    this.signalingState = "have-local-offer";
  }
  async setRemoteDescription({ sdp }: { sdp: string }) {
    this.answer = sdp;
  }
  opens() {
    this.channel.readyState = "open";
    this.channel.onopen?.();
    this.becomes("connected");
  }
  becomes(state: string) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
  close() {
    this.closed = true;
  }
}

const PRESS: ClientFrame = { type: "do", id: "press-1", cmd: { kind: "raise", level: "hold" } };
const HUB = { type: "datagram", ufrag: "wxyz", password: "theirs", fingerprint: "EF:01", port: 8080 } as const;

let said: ClientFrame[];
let copies: string[];
let lane: Datagrams;
const peer = () => FakePeer.all.at(-1) as FakePeer;

beforeEach(() => {
  vi.useFakeTimers();
  FakePeer.all = [];
  said = [];
  copies = [];
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("location", { hostname: "[fd00::2]" });
  lane = new Datagrams({ send: (frame) => said.push(frame) > 0, copy: (data) => copies.push(data) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the third lane", () => {
  it("is offered by websocket, and looks for the hub where the page came from", async () => {
    await lane.open();
    expect(said).toEqual([{ type: "datagram", ufrag: "abcd", password: "secret", fingerprint: "AB:CD" }]);
    expect(peer().options).toMatchObject({ ordered: false, maxPacketLifeTime: 120 });
    lane.answered(HUB);
    for (const part of ["fd00::2 8080 typ host", "a=ice-pwd:theirs", "sha-256 EF:01", "setup:passive"])
      expect(peer().answer).toContain(part);
  });

  it("says nothing before it is open, nor on a path that is dead, whatever the channel says", async () => {
    await lane.open();
    lane.send(PRESS);
    peer().opens();
    lane.send(PRESS);
    peer().becomes("disconnected");
    lane.send(PRESS);
    expect(peer().channel.readyState).toBe("open");
    expect(peer().channel.sent).toHaveLength(1);
    expect((peer().channel.sent[0] as string).length % 256).toBe(0);
  });

  it("takes copies of what is urgent from the hub, and nothing else", async () => {
    await lane.open();
    peer().opens();
    for (const type of ["alert", "welcome", "view", "refused", "done"])
      peer().channel.onmessage?.({ data: JSON.stringify({ type }) });
    expect(copies.map((copy) => JSON.parse(copy).type)).toEqual(["alert", "done"]);
  });

  it("is opened anew where the path does not mend, and less often where it never comes about", async () => {
    await lane.open();
    peer().opens();
    peer().becomes("disconnected");
    await vi.advanceTimersByTimeAsync(2000);
    peer().becomes("connected");
    await vi.advanceTimersByTimeAsync(5000);
    expect(FakePeer.all).toHaveLength(1);
    peer().becomes("disconnected");
    await vi.advanceTimersByTimeAsync(3100);
    expect(FakePeer.all).toHaveLength(2);
    expect(FakePeer.all[0]?.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(FakePeer.all.length).toBeLessThan(14);
  });

  it("is silently absent where the browser has none", async () => {
    vi.stubGlobal("RTCPeerConnection", undefined);
    await lane.open();
    lane.send(PRESS);
    expect(said).toEqual([]);
  });
});
