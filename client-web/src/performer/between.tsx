import { useState } from "preact/hooks";
import { SetLine } from "../public/set-line";
import { Octagon } from "../shapes";
import { words } from "../words";
import { Trouble } from "./broken";
import { useRest } from "./later";
import type { Face } from "./performer";
import { PressBar } from "./press-bar";

/** Between takes: who sees a signal, whether it gets through, and hold and pause within the thumb's reach. */
export function Between({ page, standing, press, toClock }: Face & { toClock(): void }) {
  const said = words.between;
  const { view, you } = page;
  const { set, scene } = view;
  const { rest, failed } = useRest();
  const [waits, sayWaits] = useState(0);
  return (
    <div class="between">
      <main class="between-page">
        <header class="between-top">
          <h1>
            <bdi>{you.name}</bdi>
          </h1>
          <SetLine scene={scene} set={set} />
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
        {rest && <rest.Cards page={page} standing={standing} sayWaits={sayWaits} toClock={toClock} />}
        {failed && (
          <p class="card">
            {said.notAll}
            <button type="button" class="big" onClick={() => location.reload()}>
              {words.entry.again}
            </button>
          </p>
        )}
      </main>
      <PressBar press={press} waits={waits} />
    </div>
  );
}
