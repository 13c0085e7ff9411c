import "./public.css";
import type { Page } from "../page";
import type { PublicView } from "../protocol";
import { Octagon, PartedLink } from "../shapes";
import { words } from "../words";
import { more } from "../words/more";
import { Scene } from "./set-line";

/** Crew phones and the display in video village: what is public on set, and nothing of where a hold came from. */
export function Crew({ view: { scene, set }, link }: Page<PublicView>) {
  const said = more.crew;
  const lost = link !== "live";
  const away = set.access === "closed" && !set.hold;
  const saysAccess = !set.hold && (away || !scene);
  return (
    <main class={`public crew${lost ? " lost" : ""}${set.hold ? " crew-hold" : ""}`}>
      {lost && (
        <p class="public-trouble trouble" role="alert">
          <PartedLink /> {said.lost}
        </p>
      )}
      {set.stood_down && <p class="public-trouble trouble">{said.stoodDown}</p>}
      <p class="public-scene">{scene ? <Scene scene={scene} /> : words.noScene}</p>
      <div role="status" class="public-word">
        {set.hold ? (
          <h1>
            <Octagon /> {words.hold}
          </h1>
        ) : (
          <h1>{away ? said.away : scene ? words.status[scene.status] : words.access[set.access]}</h1>
        )}
        {set.hold && <p>{said.holdHow}</p>}
        {away && scene && <p>{words.status[scene.status]}</p>}
      </div>
      {!saysAccess && <p class="public-access">{words.access[set.access]}</p>}
      {set.notice && (
        <p class="public-notice">
          <bdi>{set.notice}</bdi>
        </p>
      )}
    </main>
  );
}
