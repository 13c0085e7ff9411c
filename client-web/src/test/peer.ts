import { vi } from "vitest";
import type { HubFrame } from "../protocol";

const SDP = `v=0\r
a=ice-ufrag:abcd\r
a=ice-pwd:secret\r
a=fingerprint:sha-256 AB:CD\r
`;

/** The hub's end, as it says it. */
export const HUB = { type: "datagram", ufrag: "wxyz", password: "theirs", fingerprint: "EF:01", port: 8080 } as const;

class FakeChannel {
  readyState = "connecting";
  readonly sent: string[] = [];
  /** The browser has no room. */
  full = false;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;

  send(text: string): void {
    if (this.full) throw new Error("OperationError");
    this.sent.push(text);
  }
}

/** A WebRTC connection as the page sees it; the test plays the path. */
export class FakePeer {
  static all: FakePeer[] = [];
  /** The browser won't have it. */
  static fails = false;
  static get last(): FakePeer {
    return FakePeer.all.at(-1) as FakePeer;
  }

  connectionState = "new";
  signalingState = "stable";
  localDescription = { sdp: SDP };
  answer = "";
  closed = false;
  options: RTCDataChannelInit = {};
  onconnectionstatechange: (() => void) | null = null;
  readonly channel = new FakeChannel();

  constructor() {
    FakePeer.all.push(this);
    if (FakePeer.fails) throw new Error("NotSupportedError");
  }

  createDataChannel(_: string, options: RTCDataChannelInit): FakeChannel {
    this.options = options;
    return this.channel;
  }

  async setLocalDescription(): Promise<void> {
    this.signalingState = "have-local-offer";
  }

  async setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
    this.signalingState = "stable";
    this.answer = sdp;
  }

  close(): void {
    this.closed = true;
  }

  becomes(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  opens(): void {
    this.becomes("connecting");
    this.becomes("connected");
    this.channel.readyState = "open";
    this.channel.onopen?.();
  }

  /** By datagram, padded as the hub does it. */
  says(frame: HubFrame | { type: string }): void {
    this.channel.onmessage?.({ data: `${JSON.stringify(frame)}   ` });
  }

  /** The frames that went out here. */
  get sent(): unknown[] {
    return this.channel.sent.map((text) => JSON.parse(text));
  }
}

/** A browser that can. */
export function webRtc(): void {
  FakePeer.all = [];
  FakePeer.fails = false;
  vi.stubGlobal("RTCPeerConnection", FakePeer);
}
