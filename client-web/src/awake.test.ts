import { beforeEach, describe, expect, it, vi } from "vitest";
import { KeepAwake } from "./awake";
import { browser } from "./test/browser";

describe("keeping the screen on", () => {
  let world: ReturnType<typeof browser>;
  let release: () => void;
  const request = vi.fn();
  const grants = async () => ({ addEventListener: (_: string, listener: () => void) => (release = listener) });
  const settled = () => vi.advanceTimersByTimeAsync(0);

  beforeEach(() => {
    world = browser();
    request.mockReset().mockImplementation(grants);
    vi.stubGlobal("navigator", { language: "en", wakeLock: { request } });
  });

  it("is said to be impossible where the browser has no wake lock, as over plain http", () => {
    vi.stubGlobal("navigator", { language: "en" });
    expect(new KeepAwake(() => {}).state).toBe("unsupported");
  });

  it("holds only once the browser has granted it", async () => {
    const awake = new KeepAwake(() => {});
    expect(awake.state).toBe("refused");
    await settled();
    expect(awake.state).toBe("held");
  });

  it("says so when the system takes it away, and asks again when the page is seen again", async () => {
    const changed = vi.fn();
    const awake = new KeepAwake(changed);
    await settled();
    release();
    expect(awake.state).toBe("refused");
    world.see(false);
    await settled();
    expect(request).toHaveBeenCalledTimes(1);
    world.see(true);
    await settled();
    expect(awake.state).toBe("held");
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it("stays refused where the browser says no", async () => {
    request.mockRejectedValue(new Error("not allowed"));
    const awake = new KeepAwake(() => {});
    await settled();
    expect(awake.state).toBe("refused");
  });
});
