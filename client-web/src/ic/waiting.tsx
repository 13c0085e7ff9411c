import { useState } from "preact/hooks";
import { ROLE, running } from "../floor";
import { LONGEST_NAME } from "../limits";
import type { Page } from "../page";
import type { IcView, WaitingView } from "../protocol";
import { useAsk } from "../receiver";
import { WhoseButton } from "./match-later";
import { PanelHead, Said } from "./panel-head";
import { Name } from "./person-marks";
import { lettingIn, type Suggestion, suggestions } from "./plan";

/** Who has scanned and waits to be let in, by name. */
export function Waiting({ page, close }: { page: Page<IcView>; close(): void }) {
  const { waiting } = page.view;
  return (
    <section class="box" aria-labelledby="waiting-head">
      <PanelHead id="waiting-head" title="Waiting to be let in" close={close} />
      {waiting.length === 0 && <p class="quiet">Nobody waits. Performers who scan their code appear here.</p>}
      <ul class="list">
        {waiting.map((person) => (
          <Waits key={person.id} page={page} person={person} />
        ))}
      </ul>
    </section>
  );
}

function Waits({ page, person }: { page: Page<IcView>; person: WaitingView }) {
  const { people, plan } = page.view;
  const { said, ask } = useAsk(page);
  // What a person here chose; null as long as they didn't. A name that is shown is never taken for a choice.
  const [typed, setTyped] = useState<string | null>(null);
  const [planned, setPlanned] = useState<string | null>(null);
  const [outside, setOutside] = useState(false);
  const [replaces, setReplaces] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const free = suggestions(plan, person);
  const holds = person.role === "watcher" || person.role === "chaperone";
  const performers = people.filter((p) => p.role === "performer");
  const held = performers.find((p) => p.id === (chosen ?? person.for));
  const earlier = people.filter((p) => p.role === person.role);
  const was = earlier.find((p) => p.id === replaces);
  const into = lettingIn(person.name, was ? [] : free, { planned, outside, typed });
  const admit = () =>
    ask({
      kind: "admit",
      person: person.id,
      // The plan's name is sent even where it is the same: only so is somebody matched.
      as: into.planned || into.name !== person.name ? into.name : undefined,
      replaces: was?.id,
      for: holds && !was ? held?.id : undefined,
    });
  return (
    <li class="person">
      <div class="person-top">
        <Name person={person} />
        <span class="mark">
          {ROLE[person.role]}, {running(page.hubNow() - person.since)}
        </span>
      </div>
      {person.same_name && (
        <p class="lacks">Somebody else here has this name: give one of them another, or is it a new phone of theirs?</p>
      )}
      {free.length > 0 && !was && (
        <PlanNames
          free={free}
          planned={into.planned?.name ?? null}
          outside={outside}
          choose={(name) => {
            setPlanned(name);
            setOutside(name === null);
            setTyped(null);
          }}
        />
      )}
      {into.taken && (
        <p class="lacks">
          The plan has a <bdi>{into.name}</bdi>. If this is somebody else, give them another name, e.g. with an initial.
        </p>
      )}
      <div class="waits-fields">
        <label>
          Name used here
          <input
            value={typed ?? into.name}
            maxLength={LONGEST_NAME}
            onInput={(e) => {
              setPlanned(null);
              setTyped(e.currentTarget.value);
            }}
          />
        </label>
        {holds && !was && <WhoseButton performers={performers} held={held} choose={setChosen} />}
        {earlier.length > 0 && (
          <label>
            Phone
            <select value={replaces} onChange={(e) => setReplaces(e.currentTarget.value)}>
              <option value="">Somebody new</option>
              {earlier.map((p) => (
                <option key={p.id} value={p.id}>
                  {p.name}’s new phone
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div class="others">
        <button type="button" class="step" disabled={into.taken || (holds && !was && !held)} onClick={admit}>
          {was ? (
            <>
              Admit in place of <bdi>{was.name}</bdi>’s earlier phone
            </>
          ) : (
            <>
              Admit <bdi>{into.name}</bdi>
              {into.planned && (into.planned.minor ? " (minor), as in the plan" : ", as in the plan")}
              {holds && held && (
                <>
                  {" "}
                  for <bdi>{held.name}</bdi>
                </>
              )}
            </>
          )}
        </button>
        <button type="button" onClick={() => ask({ kind: "turn_away", person: person.id })}>
          Turn away
        </button>
      </div>
      <Said said={said} />
    </li>
  );
}

interface PlanNamesProps {
  free: Suggestion[];
  planned: string | null;
  outside: boolean;
  /** Null: not in the plan. */
  choose(name: string | null): void;
}

const AT_ONCE = 4;

/** Whom of the plan they are. Nobody is matched but by a tap here. */
function PlanNames({ free, planned, outside, choose }: PlanNamesProps) {
  const [all, setAll] = useState(false);
  const alike = free.filter((one) => one.alike);
  const first = free.length <= AT_ONCE ? free : alike;
  const shown = all ? free : first;
  return (
    <div class="plan-names">
      <p>{alike.length > 0 && planned === null ? "In the plan: is it this one?" : "Who of the plan is it?"}</p>
      <div class="chips">
        {shown.map(({ name, minor }) => (
          <button key={name} type="button" aria-pressed={planned === name} onClick={() => choose(name)}>
            <bdi>{name}</bdi>
            {minor && " (minor)"}
          </button>
        ))}
        {shown.length < free.length && (
          <button type="button" class="minor" onClick={() => setAll(true)}>
            {free.length - shown.length} more names
          </button>
        )}
        <button type="button" class="minor" aria-pressed={outside} onClick={() => choose(null)}>
          Not in the plan
        </button>
      </div>
      <p class="quiet">
        {planned ? "Their lines and scenes come with it." : "Untapped, they are let in outside of the plan."}
      </p>
    </div>
  );
}
