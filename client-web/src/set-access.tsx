import { useState } from "preact/hooks";
import { ACCESS, accessChips, CLOSE_FIRST, CLOSED_AS_LISTED, mayAttest } from "./floor";
import { Hollow, Tick } from "./more-shapes";
import type { Page } from "./page";
import type { Access, Attested, ClosedList, SceneView, SetView } from "./protocol";
import { useAsk } from "./receiver";
import "./set-access.css";

interface Props {
  page: Page<{ set: SetView; scene: SceneView | null; attested: Attested }>;
  side: "ic" | "ad";
  may: Access[];
  /** Why something may not be said now. */
  note?: string;
  list: ClosedList | null;
}

/** Who may come in, and "closed as listed": one tap each by the IC and the 1st AD, with the list to look at. */
export function SetAccess({ page, side, may, note, list }: Props) {
  const { set, scene, attested } = page.view;
  const { said, ask } = useAsk(page);
  const mine = attested[side];
  const [other, others] = side === "ic" ? ["1st AD", attested.ad] : ["IC", attested.ic];
  const maySay = mayAttest(set.access, mine);
  const attest = () => {
    const so = !mine;
    if (scene) void ask({ kind: "attest", scene: scene.id, people: so, monitors: so, devices: so, robes: so });
  };
  return (
    <div class="set-access">
      <div class="set-chips">
        {accessChips(may, set.access).map((access) => (
          <button
            key={access}
            type="button"
            aria-pressed={set.access === access}
            onClick={() => access !== set.access && ask({ kind: "access", access })}
          >
            {ACCESS[access]}
          </button>
        ))}
      </div>
      {note && <p class="quiet">{note}</p>}
      {set.notice && (
        <p class="quiet">
          Everyone reads: “<bdi>{set.notice}</bdi>”
        </p>
      )}
      {scene && (
        <>
          {list && <Listed list={list} />}
          <button type="button" class="set-attest" aria-pressed={mine} disabled={!maySay} onClick={attest}>
            {mine ? <Tick /> : <Hollow />} {mine ? "You said: closed as listed" : "Closed as listed"}
          </button>
          <p class="quiet">
            {!maySay && `${CLOSE_FIRST} `}
            {CLOSED_AS_LISTED.join(" · ")}. The {other} {others ? "has said so too." : "has not said so yet."}
          </p>
        </>
      )}
      <p class="set-said" role="status">
        {said}
      </p>
    </div>
  );
}

/** The closed-set list: who may be in, and every place that the scene can be watched from. */
export function Listed({ list }: { list: ClosedList }) {
  const [all, setAll] = useState(false);
  const { people, monitors } = list;
  if (people.length + monitors.length === 0) return null;
  const few = people.length + monitors.length <= 8;
  return (
    <div class="listed">
      <h3>
        Closed-set list{" "}
        {!few && (
          <button type="button" class="minor" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Less" : `All ${people.length + monitors.length}`}
          </button>
        )}
      </h3>
      {(few || all) && (
        <dl>
          <div>
            <dt>People</dt>
            {people.map(({ name, moments }) => (
              <dd key={name}>
                <bdi>{name}</bdi>
                {moments && <small> for a moment</small>}
              </dd>
            ))}
            {people.length === 0 && <dd class="quiet">nobody but the cast</dd>}
          </div>
          <div>
            <dt>Monitors</dt>
            {monitors.map((monitor) => (
              <dd key={monitor}>
                <bdi>{monitor}</bdi>
              </dd>
            ))}
            {monitors.length === 0 && <dd class="quiet">none</dd>}
          </div>
        </dl>
      )}
    </div>
  );
}
