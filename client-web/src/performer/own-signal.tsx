import { useEffect, useState } from "preact/hooks";
import type { Command, Level } from "../protocol";
import { Octagon, TwoBars } from "../shapes";
import { words } from "../words/en";
import type { PerformerPage } from "./performer";

const said = words.between;

/** The performer's own open signal: where it is, and the two things that only they can say about it. */
export function OwnSignal({ page, kept }: { page: PerformerPage; kept: Level | null }) {
  const [no, setNo] = useState("");
  const { signal } = page.view;
  const say = async (cmd: Command) => {
    const answer = await page.do(cmd);
    setNo(answer.ok ? "" : answer.message);
  };
  // At the top of the page: what happened to the press is in sight, wherever the page was.
  const open = Boolean(signal ?? kept);
  useEffect(() => {
    if (open) scrollTo(0, 0);
  }, [open]);
  if (!signal && !kept) return null;
  const level = signal?.level ?? kept ?? "hold";
  return (
    <section class={`card own own-${level}`}>
      <h2>
        {level === "hold" ? <Octagon /> : <TwoBars />} {said.own[level]}
      </h2>
      <div role="status" class="own-stage">
        {kept && <p class="important">{kept === "hold" ? said.keptHold : said.keptPause}</p>}
        {signal && !kept && <p>{said.stage[signal.stage]}</p>}
        {signal && !kept && level === "pause" && signal.stage === "acknowledged" && <p>{said.need}</p>}
        {signal && <p class="quiet">{signal.recorded ? said.recorded : said.notRecorded}</p>}
        {signal?.meant_nothing && <p>{said.saidMeantNothing}</p>}
        {signal?.ready && <p>{said.saidReady}</p>}
        {(signal?.ready || signal?.meant_nothing) && <p class="quiet">{said.releasing}</p>}
        {no && <p class="important">{no}</p>}
      </div>
      {signal && !signal.meant_nothing && !signal.ready && (
        <div class="own-answers">
          <button type="button" onClick={() => say({ kind: "meant_nothing", signal: signal.id })}>
            {said.meantNothing}
          </button>
          <button type="button" onClick={() => say({ kind: "ready", signal: signal.id })}>
            {said.ready}
          </button>
        </div>
      )}
    </section>
  );
}
