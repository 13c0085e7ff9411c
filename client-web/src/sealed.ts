import type { Socket } from "./dial";
import { type CipherState, Initiator } from "./noise";
import type { HubFrame } from "./protocol";

// Fetched only where it is needed: over plain http, on another machine than the hub's. docs/protocol.md tells the same.

export const SUBPROTOCOL = "quiethold.v1.sealed";
/** Every length on the air is a multiple of this, and a tag. */
const PAD = 256;
/** A message that carries so much is followed by another one of the same frame. */
export const LONGEST = 65_280;
const SPACE = 0x20;
/** Come back after a short wait. */
const SHORTLY = 4001;
const NOTHING = new Uint8Array();

/** Frames into sealed messages, and back. */
export class Channel {
  private begun: Uint8Array[] = [];

  constructor(
    private readonly sends: CipherState,
    private readonly hears: CipherState,
  ) {}

  seal(frame: string): Uint8Array[] {
    const bytes = new TextEncoder().encode(frame);
    let length = Math.max(1, Math.ceil(bytes.length / PAD)) * PAD;
    if (length % LONGEST === 0) length += PAD;
    const plain = new Uint8Array(length).fill(SPACE);
    plain.set(bytes);
    const messages: Uint8Array[] = [];
    for (let at = 0; at < length; at += LONGEST) {
      messages.push(this.sends.encryptWithAd(NOTHING, plain.subarray(at, at + LONGEST)));
    }
    return messages;
  }

  /** The frame, or null while more of it is to come. Throws if the message does not belong here. */
  open(message: Uint8Array): string | null {
    const part = this.hears.decryptWithAd(NOTHING, message);
    this.begun.push(part);
    if (part.length === LONGEST) return null;
    // One decoder for all the parts: a letter may lie across two of them.
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const frame = this.begun.map((each) => decoder.decode(each, { stream: true })).join("") + decoder.decode();
    this.begun = [];
    return frame;
  }
}

/** The hub's public key as the code has it; null if that is none. */
export function hubKey(text: string): Uint8Array | null {
  try {
    const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const key = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    return key.length === 32 ? key : null;
  } catch {
    return null;
  }
}

/**
 * A websocket as the browser's own, of text frames; what it sends and hears is sealed.
 *
 * It opens once the hub has answered the handshake. What does not belong on it ends it, and nothing of that is heard.
 */
export class SealedSocket implements Socket {
  onopen: WebSocket["onopen"] = null;
  onmessage: WebSocket["onmessage"] = null;
  onclose: WebSocket["onclose"] = null;

  private readonly socket: WebSocket;
  private readonly handshake: Initiator;
  private channel: Channel | null = null;

  constructor(address: string, key: Uint8Array) {
    this.handshake = new Initiator(new TextEncoder().encode(SUBPROTOCOL), key);
    const socket = new WebSocket(address, SUBPROTOCOL);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(this.handshake.hello() as BufferSource);
    socket.onmessage = (event) => this.take(event);
    socket.onclose = (event) => this.onclose?.call(socket, event);
    this.socket = socket;
  }

  get readyState(): number {
    return this.channel || this.socket.readyState > WebSocket.OPEN ? this.socket.readyState : WebSocket.CONNECTING;
  }

  send(frame: string): void {
    for (const message of this.channel?.seal(frame) ?? []) this.socket.send(message as BufferSource);
  }

  close(): void {
    this.socket.close();
  }

  private take(event: MessageEvent): void {
    try {
      if (this.channel) {
        const frame = this.channel.open(bytes(event.data));
        if (frame !== null) this.onmessage?.call(this.socket, new MessageEvent("message", { data: frame }));
      } else if (typeof event.data === "string") {
        // Without a channel the hub can only say that there is none, and why.
        if ((JSON.parse(event.data) as HubFrame).type === "refused") this.onmessage?.call(this.socket, event);
      } else {
        const { sends, hears } = this.handshake.answered(bytes(event.data));
        this.channel = new Channel(sends, hears);
        this.onopen?.call(this.socket, event);
      }
    } catch {
      this.end();
    }
  }

  private end(): void {
    const { socket } = this;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.onclose?.call(socket, { code: SHORTLY } as CloseEvent);
  }
}

function bytes(data: unknown): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw new Error("not sealed");
}
