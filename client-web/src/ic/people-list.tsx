import { ROLE, WAY } from "../floor";
import type { Page } from "../page";
import type { IcView, PersonView, Way } from "../protocol";
import { useAsk } from "../receiver";
import { Octagon, PartedLink, Tick, TwoBars } from "../shapes";
import type { Panel } from "./bar";
import { Said, Switch } from "./panel-head";
import { askedAgain, castLine, crew, missing, noWay, sorted } from "./people";
import { Revoke } from "./revoke";
import { Standing } from "./standing";

interface Props {
  page: Page<IcView>;
  show(panel: Panel): void;
}

export function PeopleList({ page, show }: Props) {
  const { view } = page;
  const { said, ask } = useAsk(page);
  const people = sorted(view.people);
  const others = crew(view.people);
  const again = askedAgain(view.people);
  const allAsBefore = () => {
    for (const p of again) if (p.way) void ask({ kind: "way", person: p.id, way: p.way });
  };
  return (
    <section class="people" aria-labelledby="people-head">
      <div class="panel-head">
        <h2 id="people-head">People</h2>
        {view.scene && (
          <button type="button" class="minor" onClick={() => show("cast")}>
            Cast
          </button>
        )}
      </div>
      {view.scene && <p class="quiet">{castLine(view.scene, view.cast)}</p>}
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
        {people.map((person) =>
          person.role === "performer" ? (
            <Performer key={person.id} page={page} person={person} />
          ) : (
            <Other key={person.id} page={page} person={person} />
          ),
        )}
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

function Name({ person }: { person: PersonView }) {
  return (
    <h3 class="name">
      <bdi>{person.name}</bdi>
      {person.title && (
        <small>
          <bdi>{person.title}</bdi>
        </small>
      )}
    </h3>
  );
}

function LinkMark({ person }: { person: PersonView }) {
  if (person.link === "trouble") {
    return (
      <span class="mark trouble">
        <PartedLink /> NOT CONNECTED
      </span>
    );
  }
  return <span class="mark">{person.link === "live" ? "linked" : "away"}</span>;
}

function Performer({ page, person }: { page: Page<IcView>; person: PersonView }) {
  const { said, ask } = useAsk(page);
  const lacks = missing(person);
  const setWay = (way: Way) => ask({ kind: "way", person: person.id, way });
  return (
    <li class="person" data-link={person.link} data-off={!person.on_set}>
      <div class="person-top">
        <Name person={person} />
        <LinkMark person={person} />
      </div>
      <p class="marks">
        {!person.in_cast && <span>not in this scene</span>}
        {person.tested ? (
          <span>
            <Tick /> tested{person.tested_ms !== null && ` ${person.tested_ms} ms`}
          </span>
        ) : (
          <span class={lacks.includes("test") ? "lacks" : ""}>not tested</span>
        )}
        {person.check_in && <Standing standing={person.check_in} />}
        {person.may_sleep && <span class="lacks">may sleep</span>}
        {person.plain && <span>in the clear</span>}
      </p>
      <div class="person-set">
        <label>
          <span class="unseen">How {person.name} can signal</span>
          <select
            value={person.way ?? ""}
            disabled={!page.view.scene}
            data-lacks={lacks.includes("way") || lacks.includes("way_again")}
            onChange={(e) => setWay(e.currentTarget.value as Way)}
          >
            {person.way === null && <option value="">{noWay(page.view.scene)}</option>}
            {(Object.keys(WAY) as Way[]).map((way) => (
              <option key={way} value={way}>
                {WAY[way]}
              </option>
            ))}
          </select>
        </label>
        {lacks.includes("way_again") && person.way && (
          <button type="button" onClick={() => person.way && setWay(person.way)}>
            As before<span class="unseen"> for {person.name}</span>
          </button>
        )}
        <Switch
          label="On set"
          of={person.name}
          on={person.on_set}
          flip={() => ask({ kind: "on_set", person: person.id, on: !person.on_set })}
        />
      </div>
      <details class="tucked">
        <summary>
          More<span class="unseen"> for {person.name}</span>
        </summary>
        <div class="others">
          <button type="button" onClick={() => ask({ kind: "raise", level: "hold", for: person.id })}>
            <Octagon /> Hold for <bdi>{person.name}</bdi>
          </button>
          <button type="button" onClick={() => ask({ kind: "raise", level: "pause", for: person.id })}>
            <TwoBars /> Pause for <bdi>{person.name}</bdi>
          </button>
          <Revoke person={person} ask={ask} />
        </div>
      </details>
      <Said said={said} />
    </li>
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
        {receives && person.plain && <span>in the clear</span>}
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
