import type { ComponentChildren } from "preact";
import { SetLine } from "../public/set-line";
import { Octagon, PartedLink, Tick } from "../shapes";
import { words } from "../words/en";
import { Asked } from "./asked";
import { Broken, isBroken } from "./broken";
import { OwnSignal } from "./own-signal";
import type { Face } from "./performer";
import { PressBar } from "./press-bar";
import { PressTest } from "./press-test";
import { waiting } from "./unanswered";

const said = words.between;

/** Between takes: who sees a signal, whether it gets through, and hold and pause within the thumb's reach. */
export function Between({ page, standing, press, toClock }: Face & { toClock(): void }) {
  const { view, you } = page;
  const { receivers, alone, way, set } = view;
  // What was true before the line broke is not shown as true now.
  const live = page.link === "live";
  const [ic, ad] = [live && receivers.ic, live && receivers.ad];
  return (
    <div class="between">
      <main class="between-page">
        <header class="between-top">
          <h1>
            <bdi>{you.name}</bdi>
          </h1>
          <SetLine scene={view.scene} set={set} />
        </header>
        <Trouble standing={standing} />
        {set.stood_down && (
          <p class="card trouble" role="alert">
            <strong>{words.stoodDown}</strong> {words.stoodDownStill}
          </p>
        )}
        {set.hold && (
          <p class="card called" role="alert">
            <span>
              <Octagon /> <strong>{words.hold}</strong>
            </span>
            {said.called}
          </p>
        )}
        <OwnSignal page={page} kept={standing.kept} />
        <Asked page={page} />
        <section class="card">
          <button type="button" class="big" onClick={toClock} aria-describedby="to-clock-how">
            {said.toClock}
          </button>
          <p class="quiet" id="to-clock-how">
            {said.toClockHow}
          </p>
        </section>
        <Card title={said.reach}>
          <Reach on={ic} yes={said.icReachable} no={said.icNot} />
          <p class="names">
            {receivers.ic_names.length === 0
              ? said.noIcYet
              : receivers.ic_names.map((name, nth) => (
                  <>
                    {nth > 0 && " · "}
                    <bdi>{name}</bdi>
                  </>
                ))}
          </p>
          <Reach on={ad} yes={said.adReachable} no={said.adNot} />
          {live && !ic && !ad && <p class="important">{said.nobodyThere}</p>}
          {alone && <p>{view.scene ? said.alone : said.aloneOnSet}</p>}
          {alone && !ic && ad && <p class="important">{said.pauseNobody}</p>}
        </Card>
        <PressTest page={page} />
        <Card title={said.way}>
          <p>{way ? said.ways[way] : said.wayUnset}</p>
          {!view.on_set && <p class="important">{said.offSet}</p>}
        </Card>
        {page.awake !== "held" && (
          <Card title={said.mayPhoneSleep}>
            <p>{said.maySleepHow}</p>
          </Card>
        )}
        {view.hub.secure === "plain" && <p class="quiet">{said.plain}</p>}
      </main>
      <PressBar press={press} waits={waiting(view)} />
    </div>
  );
}

function Card({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Reach({ on, yes, no }: { on: boolean; yes: string; no: string }) {
  return (
    <p class={on ? "reach" : "reach reach-not"}>
      {on ? <Tick /> : <PartedLink />} {on ? yes : no}
    </p>
  );
}

function Trouble({ standing }: Pick<Face, "standing">) {
  if (!isBroken(standing)) return null;
  return (
    <>
      <div class="broken-frame" />
      <div class="card trouble not-connected" role="alert">
        <PartedLink />
        <p>
          <Broken standing={standing} />
        </p>
      </div>
    </>
  );
}
