import { useEffect, useState } from "preact/hooks";
import { Octagon, TwoBars } from "../shapes";
import { words } from "../words";
import { more } from "../words/more";
import { no } from "../words/no";
import type { PerformerPage } from "./performer";
import type { Standing } from "./standing";

interface Props {
  page: PerformerPage;
  standing: Standing;
  locked: boolean;
}

/** The performer's own open signal: where it is, and the two things that only they can say about it. */
export function OwnSignal({ page, standing: { kept, mark, told }, locked }: Props) {
  const said = more.between;
  const [denied, setDenied] = useState("");
  const { signal } = page.view;
  /** Of the presses that stand here, and of none behind them. */
  const say = async (kind: "meant_nothing" | "ready") => {
    if (!signal) return;
    const answer = await page.do({ kind, signal: signal.id, presses: signal.presses });
    setDenied(answer.ok ? "" : no(answer));
  };
  // At the top of the page: what happened to the press is in sight, wherever the page was.
  const open = Boolean(signal ?? kept);
  useEffect(() => {
    if (open) scrollTo(0, 0);
    setDenied("");
  }, [open]);
  // On a phone that lies about, no more than on the clock: a mark that means nothing to whoever looks over.
  if (locked) {
    return (
      <p class="own-mark" role="status" data-mark={mark}>
        {mark !== "none" && <span class="unseen">{mark === "dot" ? words.clock.seen : words.clock.inHand}</span>}
      </p>
    );
  }
  if (!signal && !kept) return null;
  const level = signal?.level ?? kept ?? "hold";
  return (
    <section class={`card own own-${level}`}>
      <h2>
        {level === "hold" ? <Octagon /> : <TwoBars />} {said.own[level]}
      </h2>
      <div role="status" class="own-stage">
        {kept && <p class="important">{kept === "hold" ? said.keptHold : said.keptPause}</p>}
        {signal && !kept && <p>{said.stage[told?.stage ?? "raised"]}</p>}
        {told && level === "pause" && told.stage === "acknowledged" && <p>{said.need}</p>}
        {told && <p class="quiet">{told.recorded ? said.recorded : said.notRecorded}</p>}
        {told?.meant_nothing && <p>{said.saidMeantNothing}</p>}
        {told?.ready && <p>{said.saidReady}</p>}
        {(told?.ready || told?.meant_nothing) && <p class="quiet">{said.releasing}</p>}
        {denied && <p class="important">{denied}</p>}
      </div>
      {told && !told.meant_nothing && !told.ready && (
        <div class="own-answers">
          <button type="button" onClick={() => say("meant_nothing")}>
            {said.meantNothing}
          </button>
          <button type="button" onClick={() => say("ready")}>
            {said.ready}
          </button>
        </div>
      )}
    </section>
  );
}
