import type { Page } from "../page";
import { useRest } from "../performer/later";
import type { View } from "../protocol";
import { PartedLink } from "../shapes";
import { words } from "../words";

/** The waiting room: the IC lets people in by name. Also the place to read, before it matters, what the page will be. */
export function Waiting({ you, view, link }: Page<View>) {
  const said = words.waiting;
  // Whatever this person's page will need is fetched while they wait.
  const { rest } = useRest();
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
      {rest && <rest.Meanwhile role={you.role} days={view.hub.keep_days} />}
    </main>
  );
}
