import type { Page } from "../page";
import type { View } from "../protocol";
import { PartedLink } from "../shapes";
import { words } from "../words/en";

const said = words.waiting;

/** The waiting room: the IC lets people in by name. Also the place to read, before it matters, what the page will be. */
export function Waiting({ you, link }: Page<View>) {
  return (
    <main class="sheet">
      <p class="sheet-mark">
        <bdi>{you.name}</bdi>
      </p>
      <h1 class="sheet-title">{said.title}</h1>
      {link !== "live" && (
        <p class="card trouble" role="alert">
          <PartedLink /> {words.entry.looking}
        </p>
      )}
      <p>{said.next}</p>
      <p>
        <strong>{said.notYet}</strong>
      </p>
      {you.role === "performer" && (
        <section class="card">
          <h2>{said.meanwhile}</h2>
          <p>{said.clock}</p>
          <p>{said.leave}</p>
          <p>{said.between}</p>
        </section>
      )}
      <p class="quiet">{said.keepOpen}</p>
    </main>
  );
}
