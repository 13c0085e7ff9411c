import { WAY } from "../floor";
import type { Page } from "../page";
import type { IcView, PersonView, Role, Way } from "../protocol";
import { useAsk } from "../receiver";
import { Octagon, TwoBars } from "../shapes";
import type { Wish } from "./codes";
import { LinkMark } from "./link-mark";
import { WhoOfPlan } from "./match-later";
import { Said, Switch } from "./panel-head";
import { missing, noWay } from "./people";
import { Name, Tested } from "./person-marks";
import { planNote } from "./plan";
import { Revoke } from "./revoke";
import { Standing } from "./standing";
import { WatcherRow } from "./watcher-row";

interface Props {
  page: Page<IcView>;
  person: PersonView;
  watchers: PersonView[];
  showCode(wish: Wish): void;
}

/** One performer: link, way to signal, press-test, last answer, and who holds the button for them. */
export function PerformerRow({ page, person, watchers, showCode }: Props) {
  const { view } = page;
  const { said, ask } = useAsk(page);
  const lacks = missing(person, view.people);
  const note = planNote(view.plan, person);
  const setWay = (way: Way) => ask({ kind: "way", person: person.id, way });
  return (
    <li class="person" data-link={person.link} data-off={!person.on_set}>
      <div class="person-top">
        <Name person={person} />
        <LinkMark person={person} />
      </div>
      <p class="marks">
        {person.minor && <strong>minor</strong>}
        {!person.in_cast && <span>not in this scene</span>}
        {note && (
          <span>
            <bdi>{note}</bdi>
          </span>
        )}
        <Tested person={person} lacks={lacks.includes("test")} />
        {person.check_in && <Standing standing={person.check_in} />}
        {person.closure && <span>closure begun</span>}
        {person.may_sleep && <span class="lacks">may sleep</span>}
      </p>
      <div class="person-set">
        <label>
          <span class="unseen">How {person.name} can signal</span>
          <select
            value={person.way ?? ""}
            disabled={!view.scene}
            data-lacks={lacks.includes("way") || lacks.includes("way_again")}
            onChange={(e) => setWay(e.currentTarget.value as Way)}
          >
            {person.way === null && <option value="">{noWay(view.scene)}</option>}
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
      {person.way === "watcher" && watchers.length === 0 && (
        <p class="lacks">Nobody holds the button yet: make a watcher’s code below.</p>
      )}
      {watchers.length > 0 && lacks.includes("watcher") && (
        <p class="lacks">Who holds the button for them is not linked and tested yet.</p>
      )}
      {person.minor && !watchers.some((w) => w.role === "chaperone") && (
        <p class="lacks">No chaperone is here. On set, nothing rolls without one.</p>
      )}
      {watchers.length > 0 && (
        <ul class="watchers">
          {watchers.map((watcher) => (
            <WatcherRow key={watcher.id} page={page} person={watcher} />
          ))}
        </ul>
      )}
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
          <WhoOfPlan view={view} person={person} ask={ask} />
          <Holders person={person} ask={ask} showCode={showCode} />
          {!person.closure && (
            <button type="button" onClick={() => ask({ kind: "closure", person: person.id })}>
              Off set for good: closure
              <span class="unseen"> for {person.name}</span>
            </button>
          )}
          <Revoke person={person} ask={ask} />
        </div>
      </details>
      <Said said={said} />
    </li>
  );
}

interface HoldersProps {
  person: PersonView;
  ask: ReturnType<typeof useAsk>["ask"];
  showCode(wish: Wish): void;
}

/** Codes for who holds the button for this performer. */
function Holders({ person, ask, showCode }: HoldersProps) {
  const make = async (role: Role) => {
    const answer = await ask({ kind: "invite", role, for: person.id });
    if (answer.ok) showCode({ role, for: person.id });
  };
  return (
    <>
      <button type="button" onClick={() => make("watcher")}>
        Watcher for <bdi>{person.name}</bdi>
      </button>
      <button type="button" onClick={() => make("chaperone")}>
        Chaperone for <bdi>{person.name}</bdi>
      </button>
    </>
  );
}
