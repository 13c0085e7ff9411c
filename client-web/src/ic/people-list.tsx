import { ROLE } from "../floor";
import type { Page } from "../page";
import type { IcView, PersonView } from "../protocol";
import { useAsk } from "../receiver";
import type { Panel } from "./bar";
import type { Wish } from "./codes";
import { LinkMark } from "./link-mark";
import { Said } from "./panel-head";
import { askedAgain, castLine, crew, sorted, watchersOf } from "./people";
import { PerformerRow } from "./performer-row";
import { Name } from "./person-marks";
import { Revoke } from "./revoke";
import { WatcherRow } from "./watcher-row";

interface Props {
  page: Page<IcView>;
  show(panel: Panel): void;
  showCode(wish: Wish): void;
  inert: boolean;
}

export function PeopleList({ page, show, showCode, inert }: Props) {
  const { view } = page;
  const { said, ask } = useAsk(page);
  const people = sorted(view.people);
  const others = crew(view.people);
  const again = askedAgain(view.people);
  const allAsBefore = () => {
    for (const p of again) if (p.way) void ask({ kind: "way", person: p.id, way: p.way });
  };
  return (
    <section class="people" aria-labelledby="people-head" inert={inert}>
      <div class="panel-head">
        <h2 id="people-head">People</h2>
        {view.scene && (
          <button type="button" class="minor" onClick={() => show("cast")}>
            Cast
          </button>
        )}
      </div>
      {view.scene && <p class="quiet">{castLine(view)}</p>}
      {again.length > 0 && (
        <div class="notice">
          <span>Ways to signal are asked again: still so?</span>
          <button type="button" onClick={allAsBefore}>
            All as before
          </button>
        </div>
      )}
      <Said said={said} />
      <ul class="list">
        {people.map((person) => {
          if (person.role === "performer") {
            const watchers = watchersOf(view.people, person.id);
            return <PerformerRow key={person.id} page={page} person={person} watchers={watchers} showCode={showCode} />;
          }
          const Row = person.role === "watcher" || person.role === "chaperone" ? WatcherRow : Other;
          return <Row key={person.id} page={page} person={person} />;
        })}
      </ul>
      {people.length === 0 && (
        <p class="quiet">Nobody yet. Show the performers’ QR code, then admit each by name from “Waiting”.</p>
      )}
      {others.length > 0 && (
        <details>
          <summary>Crew and doors: {others.length}</summary>
          <ul class="list">
            {others.map((person) => (
              <Other key={person.id} page={page} person={person} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Other({ page, person }: { page: Page<IcView>; person: PersonView }) {
  const { said, ask } = useAsk(page);
  const receives = person.role === "ic" || person.role === "ad";
  const itsMe = person.id === page.you.id;
  return (
    <li class="person" data-link={person.link}>
      <div class="person-top">
        <Name person={person} />
        {receives && <LinkMark person={person} />}
      </div>
      <p class="marks">
        <span>
          {ROLE[person.role]}
          {itsMe && " · you"}
        </span>
        {receives && (
          <span class={person.on_floor ? "" : "lacks"}>{person.on_floor ? "on the floor" : "not on the floor"}</span>
        )}
        {receives && person.may_sleep && <span class="lacks">may sleep</span>}
      </p>
      {!itsMe && (
        <details class="tucked">
          <summary>
            More<span class="unseen"> for {person.name}</span>
          </summary>
          <div class="others">
            <Revoke person={person} ask={ask} />
          </div>
        </details>
      )}
      <Said said={said} />
    </li>
  );
}
