import type { Awake } from "./page";

/** Keeps the screen on where the browser lets a page do so: only over https or on the hub's own laptop. */
export class KeepAwake {
  state: Awake = "wakeLock" in navigator ? "refused" : "unsupported";
  private asking = false;

  constructor(private readonly changed: () => void) {
    if (this.state === "unsupported") return;
    document.addEventListener("visibilitychange", this.ask);
    // Some browsers grant it only after a touch.
    document.addEventListener("pointerup", this.ask);
    void this.ask();
  }

  private ask = async (): Promise<void> => {
    if (this.asking || this.state === "held" || document.visibilityState !== "visible") return;
    this.asking = true;
    try {
      const lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => this.say("refused"));
      this.say("held");
    } catch {
      this.say("refused");
    } finally {
      this.asking = false;
    }
  };

  private say(state: Awake): void {
    if (this.state === state) return;
    this.state = state;
    this.changed();
  }
}
