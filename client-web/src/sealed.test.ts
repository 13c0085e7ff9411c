import { beforeEach, describe, expect, it, vi } from "vitest";
import { padded } from "./dial";
import { type Channel, hubKey, LONGEST, SealedSocket, SUBPROTOCOL } from "./sealed";
import { SealingHub } from "./test/sealing-hub";

/** A websocket of binary frames, with the test at its other end. */
class Wire {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static last: Wire;
  readyState = 0;
  binaryType = "blob";
  readonly sent: Uint8Array[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(
    readonly address: string,
    readonly protocol: string,
  ) {
    Wire.last = this;
  }

  send(data: Uint8Array): void {
    this.sent.push(data);
  }

  close(): void {
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  brings(data: Uint8Array | string): void {
    this.onmessage?.({ data: typeof data === "string" ? data : data.slice().buffer });
  }
}

const hub = new SealingHub();
let socket: SealedSocket;
let wire: Wire;
let heard: string[];
let ends: number[];
const opened = vi.fn();

beforeEach(() => {
  vi.stubGlobal("WebSocket", Wire);
  socket = new SealedSocket("ws://192.168.1.20:8080/ws", hub.key);
  wire = Wire.last;
  heard = [];
  ends = [];
  opened.mockReset();
  socket.onopen = opened;
  socket.onmessage = ({ data }) => heard.push(data);
  socket.onclose = ({ code }) => ends.push(code);
});

/** The hub answers the handshake. */
function answered(): Channel {
  wire.opens();
  const { answer, channel } = hub.accept(wire.sent[0] as Uint8Array);
  wire.brings(answer);
  return channel;
}

const sentBy = (channel: Channel) => wire.sent.slice(1).map((message) => channel.open(message)?.trimEnd());

describe("a sealed socket", () => {
  it("opens once the hub has answered, and says nothing before", () => {
    expect(wire.protocol).toBe(SUBPROTOCOL);
    wire.opens();
    expect(wire.sent.map((message) => message.length)).toEqual([48]);
    expect(socket.readyState).toBe(WebSocket.CONNECTING);
    socket.send('{"type":"resume","token":"t"}');
    expect(wire.sent).toHaveLength(1);
    const { answer } = hub.accept(wire.sent[0] as Uint8Array);
    wire.brings(answer);
    expect(opened).toHaveBeenCalledOnce();
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it("carries frames both ways, in messages whose lengths are padded", () => {
    const channel = answered();
    for (const frame of ["{}", '{"name":"Zoë 演员"}', `"${"ü".repeat(400)}"`]) socket.send(frame);
    expect(wire.sent.slice(1).map((message) => message.length)).toEqual([272, 272, 1040]);
    expect(sentBy(channel)).toEqual(["{}", '{"name":"Zoë 演员"}', `"${"ü".repeat(400)}"`]);
    for (const message of channel.seal('{"type":"chaser"}')) wire.brings(message);
    expect(heard.map((frame) => frame.trimEnd())).toEqual(['{"type":"chaser"}']);
  });

  it.each([LONGEST - 1, LONGEST, LONGEST + 1, 4 * LONGEST + 7])("brings a long view of %i bytes whole", (length) => {
    const channel = answered();
    const view = `x${"ü".repeat((length - 1) / 2)}`.padEnd(length, "x").slice(0, length);
    for (const message of channel.seal(view)) {
      expect(heard).toEqual([]);
      wire.brings(message);
    }
    expect(heard.map((frame) => frame.trimEnd())).toEqual([view]);
  });

  it.each<[string, (messages: Uint8Array[]) => void]>([
    ["replayed", (sent) => sent.splice(1, 0, sent[0] as Uint8Array)],
    ["reordered", (sent) => sent.reverse()],
    ["left out", (sent) => sent.splice(0, 1)],
    ["cut off", (sent) => sent.splice(0, 1, (sent[0] as Uint8Array).subarray(1))],
    ["changed", (sent) => sent[0]?.set([0, 0, 0, 0], 9)],
  ])("ends at a message that was %s, and hears nothing of it or behind it", (_, spoil) => {
    const channel = answered();
    const messages = ["one", "two", "three"].flatMap((frame) => channel.seal(frame));
    spoil(messages);
    for (const message of messages) wire.brings(message);
    expect(heard.map((frame) => frame.trimEnd())).toEqual(heard.length ? ["one"] : []);
    expect(ends).toEqual([4001]);
    expect(wire.readyState).toBe(3);
  });

  it("ends at a frame in the clear behind the handshake", () => {
    answered();
    wire.brings('{"type":"refused","code":"revoked","message":"Out."}');
    expect([heard, ends]).toEqual([[], [4001]]);
  });

  it("takes in the clear, before it, nothing but why there is no channel", () => {
    wire.opens();
    const refused = '{"type":"refused","code":"needs_secure_channel","message":"Scan the code that is shown now."}';
    wire.brings(refused);
    expect([heard, ends]).toEqual([[refused], []]);
    wire.brings('{"type":"welcome"}');
    wire.brings("nonsense");
    expect([heard, ends]).toEqual([[refused], [4001]]);
  });

  it("ends where another hub answers", () => {
    wire.opens();
    const other = new SealingHub();
    expect(() => other.accept(wire.sent[0] as Uint8Array)).toThrow();
    wire.brings(new Uint8Array(48));
    expect([opened.mock.calls.length, ends]).toEqual([0, [4001]]);
  });
});

it("takes the hub's key from the code, and nothing else for one", () => {
  expect(hubKey(hub.code)).toEqual(hub.key);
  for (const text of ["", "AAAA", "no key!", hub.code.slice(1)]) expect(hubKey(text)).toBeNull();
});

it("pads by bytes, not by letters", () => {
  for (const frame of ["{}", "ü".repeat(200), "x".repeat(256)]) {
    expect(new TextEncoder().encode(padded(frame)).length % 256).toBe(0);
    expect(padded(frame).trimEnd()).toBe(frame);
  }
});
