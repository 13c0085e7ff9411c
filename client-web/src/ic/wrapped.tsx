import type { Page } from "../page";
import type { IcView } from "../protocol";
import { Kept } from "./record-panel";
import { Reports } from "./reports";

/** The end of the day: quiet, with the reports still to take. */
export function Wrapped({ page }: { page: Page<IcView> }) {
  return (
    <main class="day-over">
      <h1>The day is wrapped.</h1>
      <p>
        <bdi>{page.view.hub.name}</bdi> takes no signals any more: use the agreed word or gesture for whatever still
        happens.
      </p>
      <h2>The reports</h2>
      <Reports page={page} />
      <Kept page={page} />
      <p class="quiet">
        Take them before the hub is ended on the laptop. Later the recovery words open the record there.
      </p>
    </main>
  );
}
