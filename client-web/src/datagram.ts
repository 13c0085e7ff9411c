import { CHASERS_MS } from "./connection";
import { padded } from "./dial";
import type { ClientFrame, HubFrame } from "./protocol";

// The third lane: a WebRTC data channel, for what is urgent alone. docs/protocol.md tells the same; where a browser has
// none, or the Wi-Fi lets none through, nothing is missing.

/** Both ends know the one channel by its number. What could not be delivered by then is given up: copies follow. */
const CHANNEL: RTCDataChannelInit = { negotiated: true, id: 0, ordered: false, maxPacketLifeTime: 120 };
/** Not into the busy moment in which a line comes up. */
const OPEN_AFTER_MS = 1000;
/** A path that has not come about by then is tried again, later each time: some Wi-Fi never lets one through. */
const OPEN_WITHIN_MS = 8000;
const LATER_MS = [1000, 10_000, 60_000, 600_000];
/** `disconnected` may mend itself; a roam takes about as long. */
const MENDS_WITHIN_MS = 3000;
/** How long a path must have lived to count as one that lives. */
const LIVED_MS = 10_000;
/** What the hub asks names what the page answers: its copies say that the answer has not come. */
const ASKS = /^\{"type":"(alert"|decoy".*"answer":true)/;
/** Room for the frames of a busy second. */
const REMEMBERED = 16;

/** The line that this lane stands beside. */
export interface Line {
  /** On a websocket; false if none is there. */
  send(frame: ClientFrame): boolean;
  /** As if it had come there. */
  copy(data: string): void;
}

/** Nothing in here may ever throw into what goes on beside it. */
export class Datagrams {
  private peer: RTCPeerConnection | null = null;
  private channel: RTCDataChannel | null = null;
  /** Paths that came to nothing since the last one that lived. */
  private failures = 0;
  private next: ReturnType<typeof setTimeout> | undefined;
  private lived: ReturnType<typeof setTimeout> | undefined;
  /** What is said again and again until it is named. */
  private readonly urgents = new Map<string, { frame: ClientFrame; timer?: ReturnType<typeof setTimeout> }>();
  /** What has come of late, on whichever lane. */
  private readonly latest = new Set<string>();

  constructor(private readonly line: Line) {}

  /** The line is live. */
  begin(): void {
    if (this.next !== undefined || this.peer || typeof RTCPeerConnection === "undefined") return;
    this.next = setTimeout(this.open, OPEN_AFTER_MS);
  }

  /** The hub's end of it is gone, or is to go. */
  close(): void {
    this.drop();
    for (const what of this.urgents.keys()) this.forget(what);
    this.latest.clear();
  }

  /** Sent at once, and again whenever a chaser follows on the websockets: SCTP tries once or twice, and gives up. */
  urgent(frame: ClientFrame, what: string): void {
    // What else is urgent must not overtake what was said before it.
    const { kind } = frame.type === "do" ? frame.cmd : { kind: "raise" };
    if (!this.peer || (kind !== "raise" && kind !== "acknowledge")) return;
    this.send(frame);
    const running = this.urgents.get(what);
    if (running) running.frame = frame;
    else {
      this.urgents.set(what, { frame });
      this.sendAgain(what, 0);
    }
  }

  /** Whatever the hub says, on any lane. */
  came(data: string): void {
    if (data.startsWith('{"type":"datagram"')) void this.answered(data);
    if (!ASKS.test(data)) {
      for (const what of this.urgents.keys()) if (data.includes(what)) this.forget(what);
      return;
    }
    this.latest.add(data.trimEnd());
    for (const oldest of this.latest) if (this.latest.size > REMEMBERED) this.latest.delete(oldest);
  }

  private sendAgain(what: string, nth: number): void {
    const due = CHASERS_MS[nth];
    const urgent = this.urgents.get(what);
    if (due === undefined || !urgent) this.urgents.delete(what);
    else
      urgent.timer = setTimeout(
        () => {
          this.send(urgent.frame);
          this.sendAgain(what, nth + 1);
        },
        due - (CHASERS_MS[nth - 1] ?? 0),
      );
  }

  private forget(what: string): void {
    clearTimeout(this.urgents.get(what)?.timer);
    this.urgents.delete(what);
  }

  private send(frame: ClientFrame): void {
    // `readyState` stays "open" on a dead path.
    if (this.channel?.readyState !== "open" || this.peer?.connectionState !== "connected") return;
    try {
      this.channel.send(padded(JSON.stringify(frame)));
    } catch {
      // Lost, as on the air.
    }
  }

  /** Anew, over the websocket that is there now. */
  private open = async (): Promise<void> => {
    this.drop();
    this.next = setTimeout(this.fails, OPEN_WITHIN_MS);
    let peer: RTCPeerConnection | null = null;
    try {
      peer = this.meets(new RTCPeerConnection());
      await peer.setLocalDescription();
      if (this.peer === peer && !this.line.send(offer(peer.localDescription?.sdp ?? ""))) this.fails();
    } catch {
      if (this.peer === peer) this.fails();
    }
  };

  private meets(peer: RTCPeerConnection): RTCPeerConnection {
    this.peer = peer;
    const channel = peer.createDataChannel("", CHANNEL);
    this.channel = channel;
    const ifMine = (does: () => void) => () => this.peer === peer && does();
    const opened = ifMine(() => this.changed(peer, channel));
    const lives = ifMine(() => {
      this.failures = 0;
    });
    channel.onopen = () => {
      opened();
      this.lived = setTimeout(lives, LIVED_MS);
    };
    channel.onclose = ifMine(this.fails);
    channel.onmessage = ({ data }) => this.peer === peer && this.heard(String(data).trimEnd());
    peer.onconnectionstatechange = ifMine(() => this.changed(peer, channel));
    return peer;
  }

  /** The hub's end of it. */
  private async answered(data: string): Promise<void> {
    const { peer } = this;
    if (peer?.signalingState !== "have-local-offer") return;
    try {
      const sdp = answer(JSON.parse(data), location.hostname.replace(/^\[|\]$/g, ""));
      await peer.setRemoteDescription({ type: "answer", sdp });
    } catch {
      if (this.peer === peer) this.fails();
    }
  }

  private heard(data: string): void {
    // Safety: of a press the page says what its view says. A `done` that came long before the view would have it look
    // answered by an older receipt, so it only ends the copies here.
    if (!ASKS.test(data)) this.came(data);
    else if (!this.latest.has(data)) this.line.copy(data);
  }

  private changed({ connectionState }: RTCPeerConnection, { readyState }: RTCDataChannel): void {
    if (connectionState === "failed") this.fails();
    else if (readyState === "open") {
      clearTimeout(this.next);
      if (connectionState === "disconnected") this.next = setTimeout(this.fails, MENDS_WITHIN_MS);
    }
  }

  private fails = (): void => {
    this.drop();
    this.next = setTimeout(this.open, LATER_MS[Math.min(this.failures, LATER_MS.length - 1)]);
    this.failures += 1;
  };

  private drop(): void {
    const { peer } = this;
    this.peer = null;
    this.channel = null;
    clearTimeout(this.next);
    clearTimeout(this.lived);
    this.next = undefined;
    peer?.close();
  }
}

/** What the hub has to know of what the browser would write. */
function offer(sdp: string): ClientFrame {
  const said = (name: string) => sdp.match(new RegExp(`^a=${name}(\\S+)`, "im"))?.[1] ?? "";
  return {
    type: "datagram",
    ufrag: said("ice-ufrag:"),
    password: said("ice-pwd:"),
    fingerprint: said("fingerprint:sha-256 "),
  };
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
