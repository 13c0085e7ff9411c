import type { CDPSession } from "playwright-core";
import type { Screen } from "./screen";

/** A finger that stays down until it is lifted: what happens at touch-down can be told from what happens after. */
export class Finger {
  private constructor(
    private readonly cdp: CDPSession,
    private readonly points: { x: number; y: number; id: number }[] = [],
  ) {}

  static async of(screen: Screen): Promise<Finger> {
    return new Finger(await screen.cdp());
  }

  async down(x: number, y: number): Promise<void> {
    await this.together([x, y]);
  }

  /** All at once, as two hands do. */
  async together(...places: [x: number, y: number][]): Promise<void> {
    for (const [x, y] of places) this.points.push({ x, y, id: this.points.length + 1 });
    await this.cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: this.points });
  }

  async up(): Promise<void> {
    this.points.length = 0;
    await this.cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }
}
