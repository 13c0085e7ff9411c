import { useState } from "preact/hooks";
import { LongPress } from "../ad/override";
import { running } from "../floor";
import type { Page } from "../page";
import type { IcView, PastSignal } from "../protocol";
import { useAsk } from "../receiver";
import { Octagon, TwoBars } from "../shapes";
import { PanelHead, Said } from "./panel-head";
import { noEnding, pastLine } from "./record";
import { Reports } from "./reports";

/** The day's record: what production's report has, the reports, and the end of the day. */
export function RecordPanel({ page, close }: { page: Page<IcView>; close(): void }) {
  const { past } = page.view;
  return (
    <>
      <section class="box" aria-labelledby="record-head">
        <PanelHead id="record-head" title="The day’s record" close={close} />
        <Kept page={page} />
        <Reports page={page} />
      </section>
      <section class="box" aria-labelledby="past-head">
        <h2 id="past-head">Signals that are over</h2>
        {past.length === 0 && <p class="quiet">None today.</p>}
        {past.length > 0 && (
          <p class="quiet">
            Production’s report has no names, and only the signals that you tick: level, scene, times.
          </p>
        )}
        <ul class="list past">
          {past.map((signal) => (
            <Past key={signal.id} page={page} signal={signal} />
          ))}
        </ul>
      </section>
      <Wrap page={page} />
    </>
  );
}

/** What is kept, and what it is not. */
export function Kept({ page }: { page: Page<IcView> }) {
  const { keep_days } = page.view.hub;
  return (
    <p class="quiet">
      Kept on the laptop: what happened here and when, sealed at wrap so that only your recovery words open it, and
      erased {keep_days} days later. Nothing in it is evidence of consent.
    </p>
  );
}

function Past({ page, signal }: { page: Page<IcView>; signal: PastSignal }) {
  const { said, ask } = useAsk(page);
  return (
    <li>
      <p>
        {signal.level === "hold" ? <Octagon /> : <TwoBars />} {pastLine(signal)}
        <small>
          <bdi>{signal.name}</bdi> · open for {running(signal.released_at - signal.raised_at)}
        </small>
      </p>
      <label class="check">
        <input
          type="checkbox"
          checked={signal.ticked}
          onChange={() => ask({ kind: "tick", signal: signal.id, on: !signal.ticked })}
        />
        In production’s report<span class="unseen">: {pastLine(signal)}</span>
      </label>
      <Said said={said} />
    </li>
  );
}

function Wrap({ page }: { page: Page<IcView> }) {
  const { said, ask } = useAsk(page);
  const [names, setNames] = useState(false);
  const open = page.view.signals.length > 0;
  const without = noEnding(page.view.people);
  return (
    <section class="box" aria-labelledby="wrap-head">
      <h2 id="wrap-head">Wrap the day</h2>
      <p class="quiet">
        Every phone leaves, nobody can come in any more, and the record is sealed. It can’t be taken back; tomorrow
        begins with a new start of the hub.
      </p>
      <label class="check">
        <input type="checkbox" checked={names} onChange={() => setNames(!names)} />
        Keep the names of those who signalled or answered
      </label>
      {open ? (
        <p class="important">A signal is open. Release it first.</p>
      ) : (
        <>
          {without && <p class="important">{without}</p>}
          <LongPress
            label="Wrap the day: press for a second"
            done={() => void ask({ kind: "wrap", keep_names: names })}
          />
        </>
      )}
      <Said said={said} />
    </section>
  );
}
