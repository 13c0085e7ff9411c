/** What a line needs of a websocket; the sealed one looks the same. */
export type Socket = Pick<WebSocket, "close" | "onopen" | "onmessage" | "onclose"> & {
  readonly readyState: number;
  send(frame: string): void;
};

const PAD = 256;

/** Over TLS, and on the hub's own laptop, frames need no seal of ours. */
export const isOpenSafe = (): boolean =>
  location.protocol === "https:" || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);

/** Trailing spaces up to a multiple of 256 bytes, so that a length tells little. */
export function padded(frame: string): string {
  const { length } = new TextEncoder().encode(frame);
  return frame + " ".repeat((PAD - (length % PAD)) % PAD);
}
