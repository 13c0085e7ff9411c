import type { Page } from "../page";
import type { IcView } from "../protocol";
import { useAsk } from "../receiver";
import { PanelHead, Said } from "./panel-head";
import { castFlipped, castLine, castOf, isPlanned } from "./people";

/** Who performs in the open scene. */
export function Cast({ page, close }: { page: Page<IcView>; close(): void }) {
  const { scene, people } = page.view;
  const { said, ask } = useAsk(page);
  const inCast = castOf(page.view);
  const performers = people.filter((p) => p.role === "performer").sort((a, b) => a.name.localeCompare(b.name));
  const flip = (id: string) => {
    if (!scene) return;
    void ask({ kind: "cast", scene: scene.id, people: castFlipped(page.view, id) });
  };
  return (
    <section class="box" aria-labelledby="cast-head">
      <PanelHead id="cast-head" title={scene ? `Cast of scene ${scene.id}` : "Cast"} close={close} />
      <p class="quiet">{castLine(page.view)}</p>
      {scene && (
        <ul class="list">
          {performers.map((p) => (
            <li key={p.id}>
              <label class="check">
                <input type="checkbox" checked={inCast.includes(p.id)} onChange={() => flip(p.id)} />
                <bdi>{p.name}</bdi>
              </label>
            </li>
          ))}
        </ul>
      )}
      {scene && page.view.cast && (
        <button type="button" onClick={() => ask({ kind: "cast_as_planned", scene: scene.id })}>
          {isPlanned(page.view, scene.id) ? "As planned again" : "Everybody again"}
        </button>
      )}
      <Said said={said} />
    </section>
  );
}
