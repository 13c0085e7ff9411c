import { reachLine } from "../floor";
import { BrokenRing } from "../more-shapes";
import type { Page } from "../page";
import type { IcView } from "../protocol";
import { useAsk } from "../receiver";
import { PartedLink } from "../shapes";
import { ToKnow } from "../to-know";
import { Said } from "./panel-head";

/** What the IC has to know beside the signals; empty on a good day. */
export function Notices({ page }: { page: Page<IcView> }) {
  const { view, awake } = page;
  const { said, ask } = useAsk(page);
  const reach = reachLine(view.reach);
  return (
    <section class="notices" aria-label="Good to know">
      <ToKnow notices={view.notices} />
      {page.recovery && <Recovery words={page.recovery} written={page.recoveryWritten} />}
      {view.disk_trouble && (
        <p class="notice trouble">
          <PartedLink />
          <span>
            <strong>The record can’t be written.</strong> Signals still arrive; nothing else is kept. Free some space on
            the laptop’s disk.
          </span>
        </p>
      )}
      {view.set.stood_down && (
        <div class="notice trouble">
          <BrokenRing />
          <span>
            <strong>Stood down.</strong> Every screen says to use the agreed word or gesture. Presses still arrive here.
          </span>
          <button type="button" onClick={() => ask({ kind: "stand_down", on: false })}>
            Take it up again
          </button>
        </div>
      )}
      {!reach.enough && (
        <p class="notice trouble">
          <PartedLink />
          <span>{reach.text}</span>
        </p>
      )}
      <Said said={said} />
      {reach.enough && <p class="quiet">{reach.text}</p>}
      {awake !== "held" && (
        <p class="quiet">This screen may go to sleep, and then it doesn’t count. Set its time-out to “never”.</p>
      )}
    </section>
  );
}

function Recovery({ words, written }: { words: string; written?: () => void }) {
  return (
    <div class="notice recovery">
      <span>
        <strong>Write these words down, on paper.</strong> They are shown once. With them another IC can be let in when
        no IC is there.
      </span>
      <span>
        They are also the only key to the day’s record: to your report on the command line, and to the sealed record
        after the wrap. Without them nobody can open it.
      </span>
      <p class="recovery-words">{words}</p>
      <button type="button" onClick={written}>
        I have written them down
      </button>
    </div>
  );
}
