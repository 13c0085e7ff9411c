/** What a line needs of a websocket; the sealed one looks the same. */
export type Socket = Pick<WebSocket, "close" | "onopen" | "onmessage" | "onclose"> & {
  readonly readyState: number;
  send(frame: string): void;
};

const PAD = 256;

let sealed: typeof import("./sealed") | null = null;

/** Over TLS, and on the hub's own laptop, frames need no seal of ours. */
const isOpenSafe = (): boolean =>
  location.protocol === "https:" || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);

/** Fetches what sealing takes, where it is needed. Before the first socket. */
export async function prepare(): Promise<void> {
  if (!isOpenSafe()) sealed = await import("./sealed");
}

/** A socket to the hub; null where nothing may cross the air for want of the hub's key. */
export function dial(key: string): Socket | null {
  const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
  if (isOpenSafe()) return new WebSocket(address, "quiethold.v1");
  const known = sealed?.hubKey(key);
  return sealed && known ? new sealed.SealedSocket(address, known) : null;
}

/** Trailing spaces up to a multiple of 256 bytes, so that a length tells little. */
export function padded(frame: string): string {
  const { length } = new TextEncoder().encode(frame);
  return frame + " ".repeat((PAD - (length % PAD)) % PAD);
}
