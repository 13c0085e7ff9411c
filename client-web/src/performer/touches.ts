/** Two fingers may be this far apart in time and still be one gesture; only a corner waits so long. */
const TOGETHER_MS = 100;
/** How long leaving the clock takes. */
export const LEAVE_MS = 2000;
const CORNER_PX = 96;

type Corner = "top-left" | "top-right" | "bottom-left" | "bottom-right";

const OPPOSITE: Record<Corner, Corner> = {
  "top-left": "bottom-right",
  "top-right": "bottom-left",
  "bottom-left": "top-right",
  "bottom-right": "top-left",
};

function corner(x: number, y: number, width: number, height: number): Corner | null {
  const size = Math.min(CORNER_PX, width / 4, height / 4);
  const side = x <= size ? "left" : x >= width - size ? "right" : null;
  const end = y <= size ? "top" : y >= height - size ? "bottom" : null;
  return side && end && `${end}-${side}`;
}

/**
 * Every touch is HOLD at touch-down. Only a touch in a corner waits, a tenth of a second, for a second finger in the
 * opposite one: the two of them together for two seconds leave the clock.
 *
 * Safety: whatever doesn't end in leaving was a hold, so that no touch is ever swallowed: fingers that let go too
 * early, a third finger, a gesture that the system takes over.
 */
export class Touches {
  private first: { id: number; corner: Corner; timer: ReturnType<typeof setTimeout> } | null = null;
  private pair: { ids: number[]; timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(private readonly act: { hold(): void; leave(): void }) {}

  down(id: number, x: number, y: number, width: number, height: number): void {
    this.unpair();
    const at = corner(x, y, width, height);
    if (this.first && at === OPPOSITE[this.first.corner]) {
      clearTimeout(this.first.timer);
      this.pair = { ids: [this.first.id, id], timer: setTimeout(this.leave, LEAVE_MS) };
      this.first = null;
      return;
    }
    this.single();
    if (at) this.first = { id, corner: at, timer: setTimeout(this.single, TOGETHER_MS) };
    else this.act.hold();
  }

  up(id: number): void {
    if (this.first?.id === id) this.single();
    if (this.pair?.ids.includes(id)) this.unpair();
  }

  /** The clock is gone from the screen. */
  end(): void {
    this.single();
    this.unpair();
  }

  private single = (): void => {
    if (!this.first) return;
    clearTimeout(this.first.timer);
    this.first = null;
    this.act.hold();
  };

  private unpair(): void {
    if (!this.pair) return;
    clearTimeout(this.pair.timer);
    this.pair = null;
    this.act.hold();
  }

  private leave = (): void => {
    this.pair = null;
    this.act.leave();
  };
}
