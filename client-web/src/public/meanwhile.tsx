import type { Role } from "../protocol";
import { ChooseLanguage } from "../words/choose";
import { more } from "../words/more";

/** To read while waiting: what the page will be, and what is kept of it, by whom, until when. */
export function Meanwhile({ role, days }: { role: Role; days: number }) {
  const said = more.meanwhile;
  const isWatcher = role === "watcher" || role === "chaperone";
  return (
    <>
      {(role === "performer" || isWatcher) && (
        <section class="card">
          <h2>{said.title}</h2>
          {isWatcher ? (
            <p>{said.watcher}</p>
          ) : (
            <>
              <p>{said.clock}</p>
              <p>{said.leave}</p>
              <p>{said.between}</p>
            </>
          )}
        </section>
      )}
      <p class="quiet">{said.kept(days)}</p>
      <p class="quiet">{more.waiting.keepOpen}</p>
      <ChooseLanguage />
    </>
  );
}
