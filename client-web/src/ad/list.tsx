import { ACCESS, clock } from "../floor";
import type { Page } from "../page";
import type { Access, AdView } from "../protocol";
import { ReadyList } from "../ready-list";
import { SetAccess } from "../set-access";
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
  // Opening the set is the IC's, and the 1st AD's only once no performer is on it.
  const may: Access[] = view.anyone_on_set
    ? ["closing", "closed", "reopening"]
    : ["closing", "closed", "reopening", "open"];
  const ics = view.anyone_on_set && view.set.access !== "open";
  return (
    <section class="ad-box" aria-labelledby="ad-access">
      <h2 id="ad-access">Set: {ACCESS[view.set.access]}</h2>
      <SetAccess
        page={page}
        side="ad"
        may={may}
        note={ics ? "The IC opens it while a performer is on set." : ""}
        list={view.closed_list}
      />
    </section>
  );
}
