import type { IcView, PersonView } from "../protocol";
import type { useAsk } from "../receiver";
import { suggestions } from "./plan";

interface Props {
  view: IcView;
  person: PersonView;
  ask: ReturnType<typeof useAsk>["ask"];
}

/** Somebody who is in already: who of the plan it is. */
export function WhoOfPlan({ view, person, ask }: Props) {
  const free = person.planned === null ? suggestions(view.plan, person) : [];
  if (free.length === 0) return null;
  return (
    <label>
      Who of the plan is it?
      <select
        value=""
        onChange={(e) =>
          ask({ kind: "admit", person: person.id, as: e.currentTarget.value, for: person.for ?? undefined })
        }
      >
        <option value="">Not in the plan</option>
        {free.map(({ name, minor }) => (
          <option key={name} value={name}>
            {minor ? `${name} (minor)` : name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** For whom a watcher or chaperone who is in already holds the button. */
export function HoldsFor({ view, person, ask }: Props) {
  const performers = view.people.filter((p) => p.role === "performer");
  const held = performers.find((p) => p.id === person.for);
  return (
    <WhoseButton
      performers={performers}
      held={held}
      choose={(performer) => ask({ kind: "admit", person: person.id, for: performer })}
    />
  );
}

interface WhoseProps {
  performers: PersonView[];
  held: PersonView | undefined;
  choose(performer: PersonView["id"]): void;
}

export function WhoseButton({ performers, held, choose }: WhoseProps) {
  return (
    <label>
      Holds the button for
      <select value={held?.id ?? ""} onChange={(e) => choose(e.currentTarget.value)}>
        {!held && <option value="">Choose</option>}
        {performers.map((p) => (
          <option key={p.id} value={p.id}>
            {p.name}
          </option>
        ))}
      </select>
    </label>
  );
}
