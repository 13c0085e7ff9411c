import { type Earpiece, EarpieceSwitch } from "../earpiece-switch";
import { reachLine } from "../floor";
import { FloorButtons } from "../floor-buttons";
import type { Page } from "../page";
import type { AdView } from "../protocol";
import { useAsk } from "../receiver";

/** Stopping for other causes, standing down, and whether this screen counts. */
export function AdFloor({ page, earpiece }: { page: Page<AdView>; earpiece: Earpiece }) {
  const { view, awake } = page;
  const { said, ask } = useAsk(page);
  const reach = reachLine(view.reach);
  return (
    <section class="ad-box" aria-labelledby="ad-floor">
      <h2 id="ad-floor">The floor</h2>
      <p class={reach.enough ? "quiet" : "ad-reach trouble"}>{reach.text}</p>
      {awake !== "held" && <p class="quiet">This screen may go to sleep: set its time-out to “never”.</p>}
      <div class="ad-chips">
        <FloorButtons page={page} ask={ask} />
        {view.on_floor && (
          <button type="button" onClick={() => ask({ kind: "on_floor", on: false })}>
            I leave the floor
          </button>
        )}
      </div>
      {view.set.stood_down && <p class="quiet">Stood down. An IC’s screen takes it up again.</p>}
      <EarpieceSwitch earpiece={earpiece} />
      <p class="ad-said" role="status">
        {said}
      </p>
    </section>
  );
}
