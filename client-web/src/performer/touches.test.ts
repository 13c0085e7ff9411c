import { beforeEach, describe, expect, it, vi } from "vitest";
import { Touches } from "./touches";

const [WIDTH, HEIGHT] = [390, 844];
const TOP_LEFT = [5, 5] as const;
const TOP_RIGHT = [385, 5] as const;
const BOTTOM_RIGHT = [385, 840] as const;
const BOTTOM_LEFT = [5, 840] as const;
const MIDDLE = [195, 400] as const;

const hold = vi.fn();
const leave = vi.fn();
let touches: Touches;
const down = (id: number, [x, y]: readonly [number, number]) => touches.down(id, x, y, WIDTH, HEIGHT);

beforeEach(() => {
  vi.useFakeTimers();
  hold.mockReset();
  leave.mockReset();
  touches = new Touches({ hold, leave });
});

describe("the clock", () => {
  it.each([[MIDDLE], [[5, 400]], [[195, 5]], [[97, 5]]] as const)("is HOLD at touch-down at %j", (place) => {
    down(1, place);
    expect(hold).toHaveBeenCalledOnce();
  });

  it.each([[TOP_LEFT], [TOP_RIGHT], [BOTTOM_LEFT], [BOTTOM_RIGHT]])(
    "is HOLD in the corner %j too, a tenth of a second later at most",
    (place) => {
      down(1, place);
      vi.advanceTimersByTime(99);
      expect(hold).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(hold).toHaveBeenCalledOnce();
      touches.up(1);
      vi.advanceTimersByTime(5000);
      expect(hold).toHaveBeenCalledOnce();
      expect(leave).not.toHaveBeenCalled();
    },
  );

  it("doesn't wait for a corner's finger that is gone already", () => {
    down(1, TOP_LEFT);
    touches.up(1);
    expect(hold).toHaveBeenCalledOnce();
  });

  it.each([
    [TOP_LEFT, BOTTOM_RIGHT],
    [BOTTOM_LEFT, TOP_RIGHT],
  ])("is left by two fingers in %j and %j for two seconds, without a hold", (one, other) => {
    down(1, one);
    vi.advanceTimersByTime(90);
    down(2, other);
    vi.advanceTimersByTime(1999);
    expect(leave).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(leave).toHaveBeenCalledOnce();
    touches.up(1);
    touches.up(2);
    expect(hold).not.toHaveBeenCalled();
  });

  it("is HOLD when the two let go too early", () => {
    down(1, TOP_LEFT);
    down(2, BOTTOM_RIGHT);
    vi.advanceTimersByTime(1900);
    touches.up(2);
    expect(hold).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(5000);
    expect(leave).not.toHaveBeenCalled();
  });

  it("is HOLD for two fingers in corners that are not opposite", () => {
    down(1, TOP_LEFT);
    down(2, TOP_RIGHT);
    vi.advanceTimersByTime(100);
    expect(hold).toHaveBeenCalledTimes(2);
  });

  it("is HOLD when the second finger comes too late", () => {
    down(1, TOP_LEFT);
    vi.advanceTimersByTime(100);
    down(2, BOTTOM_RIGHT);
    vi.advanceTimersByTime(3000);
    expect(hold).toHaveBeenCalledTimes(2);
    expect(leave).not.toHaveBeenCalled();
  });

  it("is HOLD for a third finger while two are leaving", () => {
    down(1, TOP_LEFT);
    down(2, BOTTOM_RIGHT);
    down(3, MIDDLE);
    expect(hold).toHaveBeenCalled();
    vi.advanceTimersByTime(3000);
    expect(leave).not.toHaveBeenCalled();
  });

  it("swallows no touch when it goes from the screen", () => {
    down(1, TOP_LEFT);
    touches.end();
    expect(hold).toHaveBeenCalledOnce();
  });
});
