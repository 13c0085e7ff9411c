import type { ComponentProps } from "preact";
import { useState } from "preact/hooks";
import { ACCESS, clock } from "../floor";
import { FloorButtons } from "../floor-buttons";
import { LONGEST_NOTICE } from "../limits";
import type { Page } from "../page";
import type { Access, IcView } from "../protocol";
import { ReadyList } from "../ready-list";
import { useAsk } from "../receiver";
import { SetAccess } from "../set-access";
import { Said, Switch } from "./panel-head";
import { SceneBox } from "./scene-box";
import { ThisScreen } from "./this-screen";

interface Props {
  page: Page<IcView>;
  screen: ComponentProps<typeof ThisScreen>;
}

/** The set: scene, access, what is still missing, the floor, and what happened. */
export function SetPanel({ page, screen }: Props) {
  return (
    <>
      <SceneBox page={page} />
      <Ready page={page} />
      <AccessBox page={page} />
      <Floor page={page} />
      <Timeline page={page} />
      <ThisScreen {...screen} />
    </>
  );
}

export function Ready({ page }: { page: Page<IcView> }) {
  const { view } = page;
  const { said, ask } = useAsk(page);
  return (
    <section class="box" aria-labelledby="ready-head">
      <h2 id="ready-head">Ready for touch, ready to roll</h2>
      <ReadyList ready={view.ready} stoodDown={view.set.stood_down} />
      <Switch label="Not yet" on={view.not_yet} flip={() => ask({ kind: "not_yet", on: !view.not_yet })} />
      <Said said={said} />
    </section>
  );
}

// `reopening` is the 1st AD's word.
const ICS_WORDS: Access[] = ["closing", "closed", "open"];

function AccessBox({ page }: { page: Page<IcView> }) {
  const { view } = page;
  const { said, ask } = useAsk(page);
  // Only what is typed here stays: another receiver may change the line meanwhile.
  const [typed, setTyped] = useState<string | null>(null);
  const notice = typed ?? view.set.notice;
  const showNotice = async () => {
    const answer = await ask({ kind: "access", access: view.set.access, notice: notice.trim() });
    if (answer.ok) setTyped(null);
  };
  const planned = view.plan?.scenes.find(({ id }) => id === view.scene?.id);
  return (
    <section class="box" aria-labelledby="access-head">
      <h2 id="access-head">
        Set access: <strong>{ACCESS[view.set.access]}</strong>
      </h2>
      <SetAccess page={page} side="ic" may={ICS_WORDS} list={planned?.closed_list ?? null} />
      <details class="tucked">
        <summary>A line for everyone</summary>
        <form
          class="row"
          onSubmit={(e) => {
            e.preventDefault();
            void showNotice();
          }}
        >
          <label>
            <span class="unseen">A line for everyone, the door too</span>
            <input value={notice} maxLength={LONGEST_NOTICE} onInput={(e) => setTyped(e.currentTarget.value)} />
          </label>
          <button type="submit">Show it</button>
        </form>
      </details>
      <Said said={said} />
    </section>
  );
}

export function Floor({ page }: { page: Page<IcView> }) {
  const { said, ask } = useAsk(page);
  return (
    <section class="box" aria-labelledby="floor-head">
      <h2 id="floor-head">The floor</h2>
      <div class="others">
        <FloorButtons page={page} ask={ask} />
      </div>
      <Said said={said} />
    </section>
  );
}

function Timeline({ page }: { page: Page<IcView> }) {
  const lines = page.view.timeline;
  const line = (at: number, text: string, tone: string) => (
    <li key={`${at} ${text}`} data-tone={tone}>
      <time>{clock(at)}</time> <bdi>{text}</bdi>
    </li>
  );
  return (
    <section class="box" aria-labelledby="timeline-head">
      <h2 id="timeline-head">What happened</h2>
      <ol class="timeline">{lines.slice(0, 10).map((l) => line(l.at, l.text, l.tone))}</ol>
      {lines.length > 10 && (
        <details class="tucked">
          <summary>Earlier</summary>
          <ol class="timeline">{lines.slice(10).map((l) => line(l.at, l.text, l.tone))}</ol>
        </details>
      )}
    </section>
  );
}
