import { useState } from "preact/hooks";
import { ACCESS, accessChips, CLOSE_FIRST, CLOSED_AS_LISTED, clock, mayAttest } from "../floor";
import { FloorButtons } from "../floor-buttons";
import { LONGEST_NOTICE } from "../limits";
import type { Page } from "../page";
import type { Access, IcView } from "../protocol";
import { ReadyList } from "../ready-list";
import { useAsk } from "../receiver";
import { Hollow, Tick } from "../shapes";
import { Said, Switch } from "./panel-head";
import { SceneBox } from "./scene-box";

interface Props {
  page: Page<IcView>;
  bright: boolean;
  switchLook(): void;
}

/** The set: scene, access, what is still missing, the floor, and what happened. */
export function SetPanel({ page, bright, switchLook }: Props) {
  return (
    <>
      <SceneBox page={page} />
      <Ready page={page} />
      <AccessBox page={page} />
      <Floor page={page} />
      <Timeline page={page} />
      <button type="button" class="minor look" onClick={switchLook}>
        {bright ? "Dark screen, for the set" : "Bright screen, for the sun"}
      </button>
    </>
  );
}

function Ready({ page }: { page: Page<IcView> }) {
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
  const scene = view.scene?.id;
  const maySay = mayAttest(view.set.access, view.attested.ic);
  const attest = (so: boolean) =>
    scene && ask({ kind: "attest", scene, people: so, monitors: so, devices: so, robes: so });
  return (
    <section class="box" aria-labelledby="access-head">
      <h2 id="access-head">
        Set access: <strong>{ACCESS[view.set.access]}</strong>
      </h2>
      <div class="chips">
        {accessChips(ICS_WORDS, view.set.access).map((access) => (
          <button
            key={access}
            type="button"
            aria-pressed={view.set.access === access}
            onClick={() => access !== view.set.access && ask({ kind: "access", access })}
          >
            {ACCESS[access]}
          </button>
        ))}
      </div>
      {view.set.notice && (
        <p class="quiet">
          Everyone reads: “<bdi>{view.set.notice}</bdi>”
        </p>
      )}
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
      {scene && (
        <>
          <button
            type="button"
            class="attest"
            aria-pressed={view.attested.ic}
            disabled={!maySay}
            onClick={() => attest(!view.attested.ic)}
          >
            {view.attested.ic ? <Tick /> : <Hollow />}
            {view.attested.ic ? "You said: closed as listed" : "Closed as listed"}
          </button>
          <p class="quiet">
            {!maySay && `${CLOSE_FIRST} `}
            {CLOSED_AS_LISTED.join(" · ")}. The 1st AD {view.attested.ad ? "has said so too." : "has not said so yet."}
          </p>
        </>
      )}
      <Said said={said} />
    </section>
  );
}

function Floor({ page }: { page: Page<IcView> }) {
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
