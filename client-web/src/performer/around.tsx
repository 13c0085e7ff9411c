import { more } from "../words/more";
import type { PerformerPage } from "./performer";

/** The way to signal, and what may keep a press from arriving. */
export function Around({ page }: { page: PerformerPage }) {
  const said = more.phone;
  const { way, on_set, watched } = page.view;
  return (
    <>
      <section class="card">
        <h2>{said.way}</h2>
        <p>{way ? said.ways[way] : said.wayUnset}</p>
        {watched && way !== "watcher" && <p>{said.watched}</p>}
        {!on_set && <p class="important">{said.offSet}</p>}
      </section>
      {page.awake !== "held" && (
        <section class="card">
          <h2>{said.mayPhoneSleep}</h2>
          <p>{said.maySleepHow}</p>
        </section>
      )}
    </>
  );
}
