import "./watcher.css";
import type { Page } from "../page";
import { Trouble } from "../performer/broken";
import { PressBar } from "../performer/press-bar";
import { PressTest } from "../performer/press-test";
import { Reach } from "../performer/reach";
import { type Pressing, useSignalling } from "../performer/signalling";
import type { Standing } from "../performer/standing";
import { useKeys } from "../performer/use-keys";
import type { Watched, WatcherView } from "../protocol";
import { SetLine } from "../public/set-line";
import { Octagon, TwoBars } from "../shapes";
import { words } from "../words";
import { ChooseLanguage } from "../words/choose";
import { more } from "../words/more";
import "../performer/rest.css";

export type WatcherPage = Page<WatcherView> & Pressing;

/** Somebody who holds the button for one performer: a watcher, or a minor's chaperone. Dim all day; it never lights up. */
export function Watcher(page: WatcherPage) {
  const said = more.watcher;
  const { you, view } = page;
  const { watched, set } = view;
  const { standing, press } = useSignalling(page, watched?.id);
  useKeys(watched ? press : nothing, false, false, nothing);
  return (
    <div class="between watcher">
      <main class="between-page">
        <header class="between-top">
          <p>{watched ? said.for : you.name}</p>
          <h1>
            <bdi>{watched?.name ?? words.role[you.role]}</bdi>
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
            {words.between.called}
          </p>
        )}
        {watched ? (
          <>
            <Theirs page={page} watched={watched} standing={standing} />
            <section class="card">
              <p class="important">{watched.relies ? said.relies(watched.name) : said.second(watched.name)}</p>
              {!watched.on_set && <p>{said.offSet(watched.name)}</p>}
              {watched.alone && <p>{said.alone(watched.name)}</p>}
            </section>
          </>
        ) : (
          <p class="card important" role="status">
            {said.gone}
          </p>
        )}
        <Reach page={page} />
        {watched && <PressTest page={page} whom={watched.id} />}
        <section class="card">
          <ChooseLanguage />
        </section>
      </main>
      {watched && <PressBar press={press} waits={0} />}
    </div>
  );
}

const nothing = () => {};

/** The one performer's signal. A chaperone is told of it, large and calm; both see what became of it. */
function Theirs({ page, watched, standing }: { page: WatcherPage; watched: Watched; standing: Standing }) {
  const said = more.watcher;
  const { signal } = page.view;
  const { kept, told } = standing;
  const between = more.between;
  const level = signal?.level ?? kept;
  return (
    <section
      class={level ? `card own own-${level} theirs` : "card"}
      role="status"
      data-large={page.you.role === "chaperone" && Boolean(signal)}
    >
      {level ? (
        <h2>
          {level === "hold" ? <Octagon /> : <TwoBars />} <span>{said.signal[level](watched.name)}</span>
        </h2>
      ) : (
        <p class="quiet">{said.none}</p>
      )}
      {kept && <p class="important">{kept === "hold" ? between.keptHold : between.keptPause}</p>}
      {signal && !kept && <p>{between.stage[told?.stage ?? "raised"]}</p>}
      {told?.ready && <p>{said.ready}</p>}
      {told?.meant_nothing && <p>{said.meantNothing}</p>}
      {signal && page.you.role === "chaperone" && <p>{said.goThere}</p>}
      {told && <p class="quiet">{told.recorded ? between.recorded : between.notRecorded}</p>}
    </section>
  );
}
