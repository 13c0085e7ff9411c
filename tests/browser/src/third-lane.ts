import type { BrowserContext } from "playwright-core";
import type { Screen } from "./screen";

/** What the page's own script keeps for the story. */
interface Kept {
  peers: { connectionState: string; channel?: RTCDataChannel }[];
  heard: string[];
  deaf: boolean;
}
type Window = { thirdLane: Kept };

/** A device's datagram lane, looked at from inside; and its websockets, which a story can stall. Before its page loads. */
export async function watchThirdLane(device: BrowserContext): Promise<void> {
  await device.addInitScript(() => {
    const kept: Kept = { peers: [], heard: [], deaf: false };
    Object.assign(globalThis, { thirdLane: kept });
    const Own = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Own {
      channel?: RTCDataChannel;
      constructor(...all: ConstructorParameters<typeof Own>) {
        super(...all);
        kept.peers.push(this as Kept["peers"][number]);
      }
      override createDataChannel(...all: Parameters<RTCPeerConnection["createDataChannel"]>): RTCDataChannel {
        this.channel = super.createDataChannel(...all);
        this.channel.addEventListener("message", ({ data }) => kept.heard.push(String(data)));
        return this.channel;
      }
    } as typeof Own;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      if (!kept.deaf) send.call(this, data);
    };
  });
}

/** Waits until the lane is open. */
export async function thirdLaneOpens({ page }: Screen): Promise<void> {
  const isOpen = () => {
    const open = (peer: Kept["peers"][number]) =>
      peer.connectionState === "connected" && peer.channel?.readyState === "open";
    return (globalThis as unknown as Partial<Window>).thirdLane?.peers.some(open);
  };
  // By the clock: a page behind another one paints nothing.
  await page.waitForFunction(isOpen, undefined, { polling: 50 });
}

/** Nothing that this page says leaves by its websockets any more; or it does again. */
export async function stallWebsockets({ page }: Screen, deaf = true): Promise<void> {
  await page.evaluate((deaf) => {
    (globalThis as unknown as Window).thirdLane.deaf = deaf;
  }, deaf);
}

/** The types of what has come on the lane. */
export async function heardOnThirdLane({ page }: Screen): Promise<string[]> {
  const heard = await page.evaluate(() => (globalThis as unknown as Window).thirdLane.heard);
  return heard.map((frame) => (JSON.parse(frame) as { type: string }).type);
}
