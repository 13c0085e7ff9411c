import { useEarpiece } from "../earpiece-switch";
import { inTheirWords, STATUS, sceneLine } from "../floor";
import type { Page } from "../page";
import type { AdView } from "../protocol";
import { useAsk, useBright, usePainted } from "../receiver";
import { PartedLink } from "../shapes";
import { ToKnow } from "../to-know";
import { Answers } from "./answers";
import { BigWord } from "./big-word";
import { NoLonger } from "./changes";
import { AdFloor } from "./floor-box";
import { AdList } from "./list";
import { AdScene } from "./scene-form";
import { TroubleShape } from "./trouble-shape";
import { openForAd, wordFor } from "./word";
import "./rest.css";
import "./ad.css";

/** The 1st AD's page: one word says roll or don't. Never a name. */
export default function Ad(page: Page<AdView>) {
  inTheirWords(page.view.hub);
  const { view, alerts, link } = page;
  const painted = usePainted(alerts, page.shown);
  const [bright, switchLook] = useBright();
  const earpiece = useEarpiece(alerts);
  const word = wordFor(view, alerts, link);
  const lost = openForAd(view, alerts).filter((o) => o.lost);
  const signalled = word.kind === "hold" || word.kind === "pause";
  const test = alerts.some((a) => a.alert.level === "test" && !a.lost);
  return (
    <div class="ad" data-kind={word.kind} data-link={link}>
      <header class="ad-bar" data-kind={word.kind}>
        <h1 class="unseen">
          <bdi>{view.hub.name}</bdi>
        </h1>
        <p>
          <bdi>{sceneLine(view.scene).replace(/^Scene /, "")}</bdi>
        </p>
        {/* Scrolled down, this still says what the big word and the warning say. */}
        {word.trouble && (
          <strong class="trouble">
            <TroubleShape of={word.trouble} /> {word.trouble}
          </strong>
        )}
        <b>{signalled ? word.word : view.scene && STATUS[view.scene.status]}</b>
      </header>
      <main>
        <div class="ad-first">
          {word.warning && (
            <p class="ad-warning trouble" role="alert">
              <TroubleShape of={word.trouble} /> {word.warning}
            </p>
          )}
          {lost.map((o) => (
            <div key={o.id} class="ad-warning trouble" role="alert">
              <PartedLink />
              <span>A {o.level} was lost with the hub: go and ask.</span>
              <button type="button" onClick={() => page.dismissLost(o.id)}>
                I have asked
              </button>
            </div>
          ))}
          {!signalled && <ToKnow notices={view.notices} />}
          {test && word.kind !== "hold" && <p class="ad-test">A press-test came through.</p>}
          <OnFloor page={page} />
          <NoLonger changes={view.changes} />
          <BigWord word={word} />
        </div>
        <div class="ad-rest">
          <fieldset disabled={link !== "live"}>
            <AdScene page={page} />
            <AdList page={page} />
            <AdFloor page={page} earpiece={earpiece} />
          </fieldset>
          <button type="button" class="ad-look" onClick={switchLook}>
            {bright ? "Dark screen, for the set" : "Bright screen, for the sun"}
          </button>
        </div>
      </main>
      <Answers page={page} word={word} painted={painted} />
    </div>
  );
}

function OnFloor({ page }: { page: Page<AdView> }) {
  const { said, ask } = useAsk(page);
  if (page.view.on_floor) return null;
  return (
    <div class="ad-off-floor trouble">
      <p>
        <b>You don’t count yet:</b> nobody is told that a hold reaches you.
      </p>
      <button type="button" onClick={() => ask({ kind: "on_floor", on: true })}>
        I am on the floor
      </button>
      <p role="status">{said}</p>
    </div>
  );
}
