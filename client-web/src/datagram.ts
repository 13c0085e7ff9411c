import { padded } from "./dial";
import type { ClientFrame, HubFrame } from "./protocol";

// The third lane: a WebRTC data channel, for what is urgent alone. Fetched when everything else is there.
// docs/protocol.md tells the same; where a browser has none, or the Wi-Fi lets none through, nothing is missing.

/** Both ends know the one channel by its number. What could not be delivered by then is given up: copies follow. */
const CHANNEL: RTCDataChannelInit = { negotiated: true, id: 0, ordered: false, maxPacketLifeTime: 120 };
/** A path that has not come about by then is tried again, later each time. */
const OPEN_WITHIN_MS = 8000;
const LATER_MS = [2000, 10_000, 60_000];
/** `disconnected` may mend itself; a roam takes about as long. */
const MENDS_WITHIN_MS = 3000;

/** Nothing else has any business on this lane. */
const COPIES: HubFrame["type"][] = ["alert", "done", "denied", "decoy"];

/** The line that this lane stands beside. */
export interface Line {
  /** On a websocket; false if none is there. */
  send(frame: ClientFrame): boolean;
  /** As if it had come there. */
  copy(data: string): void;
}

export class Datagrams {
  private peer: RTCPeerConnection | null = null;
  private channel: RTCDataChannel | null = null;
  private failures = 0;
  private next: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly line: Line) {}

  /** It carries frames now. */
  get live(): boolean {
    return this.channel?.readyState === "open" && this.peer?.connectionState === "connected";
  }

  /** Begins anew, over the websocket that is there now. */
  async open(): Promise<void> {
    this.drop();
    if (typeof RTCPeerConnection === "undefined") return;
    const peer = new RTCPeerConnection();
    this.peer = peer;
    this.next = setTimeout(() => this.later(), OPEN_WITHIN_MS);
    const channel = peer.createDataChannel("", CHANNEL);
    channel.onopen = () => {
      this.failures = 0;
      clearTimeout(this.next);
    };
    channel.onmessage = ({ data }) => this.heard(String(data));
    channel.onclose = () => this.peer === peer && this.later();
    // `readyState` stays "open" on a dead path.
    peer.onconnectionstatechange = () => this.peer === peer && this.changed(peer.connectionState);
    this.channel = channel;
    await peer.setLocalDescription();
    const sdp = peer.localDescription?.sdp ?? "";
    const said = (name: string) => sdp.match(new RegExp(`^a=${name}:(\\S+)`, "m"))?.[1] ?? "";
    const fingerprint = sdp.match(/^a=fingerprint:sha-256 (\S+)/im)?.[1] ?? "";
    const offer: ClientFrame = { type: "datagram", ufrag: said("ice-ufrag"), password: said("ice-pwd"), fingerprint };
    if (this.peer === peer && !this.line.send(offer)) this.later();
  }

  /** The hub's end of it. */
  answered(hub: Extract<HubFrame, { type: "datagram" }>): void {
    const { peer } = this;
    if (peer?.signalingState !== "have-local-offer") return;
    const sdp = answer(hub, location.hostname.replace(/^\[|\]$/g, ""));
    peer.setRemoteDescription({ type: "answer", sdp }).catch(() => this.later());
  }

  /** May be lost. */
  send(frame: ClientFrame): void {
    if (this.live) this.channel?.send(padded(JSON.stringify(frame)));
  }

  private heard(data: string): void {
    const { type } = JSON.parse(data) as HubFrame;
    if (COPIES.includes(type)) this.line.copy(data);
  }

  private changed(state: RTCPeerConnectionState): void {
    clearTimeout(this.next);
    if (state === "failed") this.later();
    else if (state === "disconnected") this.next = setTimeout(() => void this.open(), MENDS_WITHIN_MS);
  }

  private later(): void {
    this.drop();
    const ms = LATER_MS[Math.min(this.failures, LATER_MS.length - 1)];
    this.failures += 1;
    this.next = setTimeout(() => void this.open(), ms);
  }

  private drop(): void {
    const { peer } = this;
    this.peer = null;
    this.channel = null;
    clearTimeout(this.next);
    peer?.close();
  }
}

/** What a hub that only answers would write: one address, one channel, no media. */
function answer(
  { ufrag, password, fingerprint, port }: Extract<HubFrame, { type: "datagram" }>,
  address: string,
): string {
  return [
    "v=0",
    "o=- 1 1 IN IP4 0.0.0.0",
    "s=-",
    "t=0 0",
    "a=ice-lite",
    "a=group:BUNDLE 0",
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    "c=IN IP4 0.0.0.0",
    "a=mid:0",
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${password}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    "a=setup:passive",
    "a=sctp-port:5000",
    "a=max-message-size:8192",
    `a=candidate:1 1 udp 2130706431 ${address} ${port} typ host`,
    "a=end-of-candidates",
    "",
  ].join("\r\n");
}
