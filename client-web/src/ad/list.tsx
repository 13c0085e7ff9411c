import { ACCESS, accessChips, CLOSE_FIRST, CLOSED_AS_LISTED, clock, mayAttest } from "../floor";
import type { Page } from "../page";
import type { Access, AdView } from "../protocol";
import { ReadyList } from "../ready-list";
import { useAsk } from "../receiver";
import { Hollow, Tick } from "../shapes";
import { Changes } from "./changes";

/** What is still missing before a roll, as counts; the closed set; what was told. */
export function AdList({ page }: { page: Page<AdView> }) {
  const { view } = page;
  return (
    <>
      {view.ready.length > 0 && (
        <section class="ad-box" aria-labelledby="ad-list">
          <h2 id="ad-list">Ready for touch, ready to roll</h2>
          <ReadyList ready={view.ready} stoodDown={view.set.stood_down} />
        </section>
      )}
      <ClosedSet page={page} />
      <Changes view={view} />
      {view.notices.length > 0 && (
        <section class="ad-box" aria-labelledby="ad-notices">
          <h2 id="ad-notices">To know</h2>
          <ul class="ad-notices">
            {view.notices.map((line) => (
              <li key={`${line.at} ${line.text}`} data-tone={line.tone}>
                <time>{clock(line.at)}</time> <bdi>{line.text}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function ClosedSet({ page }: { page: Page<AdView> }) {
  const { view } = page;
  const { said, ask } = useAsk(page);
  const scene = view.scene?.id;
  const saidSo = view.attested.ad;
  const maySay = mayAttest(view.set.access, saidSo);
  // Opening the set is the IC's, and the 1st AD's only once no performer is on it.
  const may: Access[] = view.anyone_on_set
    ? ["closing", "closed", "reopening"]
    : ["closing", "closed", "reopening", "open"];
  const attest = () => {
    const so = !saidSo;
    if (scene) void ask({ kind: "attest", scene, people: so, monitors: so, devices: so, robes: so });
  };
  return (
    <section class="ad-box" aria-labelledby="ad-access">
      <h2 id="ad-access">Set: {ACCESS[view.set.access]}</h2>
      <div class="ad-chips">
        {accessChips(may, view.set.access).map((access) => (
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
      {view.anyone_on_set && view.set.access !== "open" && (
        <p class="quiet">The IC opens it while a performer is on set.</p>
      )}
      {view.set.notice && (
        <p class="quiet">
          Everyone reads: “<bdi>{view.set.notice}</bdi>”
        </p>
      )}
      {scene && (
        <>
          <button type="button" class="ad-attest" aria-pressed={saidSo} disabled={!maySay} onClick={attest}>
            {saidSo ? <Tick /> : <Hollow />} {saidSo ? "You said: closed as listed" : "Closed as listed"}
          </button>
          <p class="quiet">
            {!maySay && `${CLOSE_FIRST} `}
            {CLOSED_AS_LISTED.join(" · ")}. The IC {view.attested.ic ? "has said so too." : "has not said so yet."}
          </p>
        </>
      )}
      <p class="ad-said" role="status">
        {said}
      </p>
    </section>
  );
}
