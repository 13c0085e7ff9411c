import { useState } from "preact/hooks";
import { ROLE, running } from "../floor";
import { LONGEST_NAME } from "../limits";
import type { Page } from "../page";
import type { IcView, WaitingView } from "../protocol";
import { useAsk } from "../receiver";
import { PanelHead, Said } from "./panel-head";

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
  const { said, ask } = useAsk(page);
  const [name, setName] = useState(person.name);
  const [replaces, setReplaces] = useState("");
  const earlier = page.view.people.filter((p) => p.role === person.role);
  const was = earlier.find((p) => p.id === replaces);
  const admit = () =>
    ask({
      kind: "admit",
      person: person.id,
      as: name.trim() && name.trim() !== person.name ? name.trim() : undefined,
      replaces: was?.id,
    });
  return (
    <li class="person">
      <div class="person-top">
        <h3 class="name">
          <bdi>{person.name}</bdi>
          {person.title && (
            <small>
              <bdi>{person.title}</bdi>
            </small>
          )}
        </h3>
        <span class="mark">
          {ROLE[person.role]}, {running(page.hubNow() - person.since)}
        </span>
      </div>
      <div class="waits-fields">
        <label>
          Name used here
          <input value={name} maxLength={LONGEST_NAME} onInput={(e) => setName(e.currentTarget.value)} />
        </label>
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
        <button type="button" class="step" onClick={admit}>
          {was ? (
            <>
              Admit in place of <bdi>{was.name}</bdi>’s earlier phone
            </>
          ) : (
            <>
              Admit <bdi>{name.trim() || person.name}</bdi>
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
