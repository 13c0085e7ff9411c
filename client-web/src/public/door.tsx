import "./public.css";
import type { Page } from "../page";
import type { PublicView } from "../protocol";
import { PartedLink } from "../shapes";
import { words } from "../words";
import { more } from "../words/more";
import { Scene } from "./set-line";

/**
 * The display at the stage door, read from ten metres and from beside it. Closed until the set is open again. A door
 * that has lost its hub, or whose hub is stood down, knows nothing: it says to ask, and not what it last knew.
 */
export function Door({ view: { scene, set }, link }: Page<PublicView>) {
  const said = more.door;
  if (link !== "live" || set.stood_down) {
    return (
      <main class="public door lost">
        <div role="alert">
          <h1>
            <PartedLink /> {link !== "live" ? said.lost : said.stoodDown}
          </h1>
          <p class="door-more">{said.ask}</p>
        </div>
      </main>
    );
  }
  const closed = set.access !== "open";
  return (
    <main class={closed ? "public door door-closed" : "public door"}>
      <div role="status" class="public-word">
        {closed ? (
          <h1>
            <span>{said.closed}</span> <span>{said.wait}</span>
          </h1>
        ) : (
          <h1>{scene ? words.status[scene.status] : words.access.open}</h1>
        )}
      </div>
      <p class="door-more">
        {scene && <Scene scene={scene} title={false} />}
        {set.access === "reopening" && ` · ${words.access.reopening}`}
      </p>
      {set.notice && (
        <p class="door-more">
          <bdi>{set.notice}</bdi>
        </p>
      )}
    </main>
  );
}
