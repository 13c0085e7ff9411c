import type { Page } from "../page";
import type { WatcherView } from "../protocol";
import { SetLine } from "../public/set-line";

/** Somebody who holds the button for one performer. */
export function Watcher({ view }: Page<WatcherView>) {
  return (
    <main class="sheet">
      <h1 class="sheet-title">
        <bdi>{view.watched?.name}</bdi>
      </h1>
      <SetLine scene={view.scene} set={view.set} />
    </main>
  );
}
