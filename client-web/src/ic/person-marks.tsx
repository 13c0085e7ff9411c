import { Tick } from "../more-shapes";
import type { PersonView } from "../protocol";

// What stands beside everybody's name.

export function Name({ person }: { person: Pick<PersonView, "name" | "title"> }) {
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

export function Tested({ person, lacks }: { person: PersonView; lacks: boolean }) {
  if (!person.tested) return <span class={lacks ? "lacks" : ""}>not tested</span>;
  return (
    <span>
      <Tick /> tested{person.tested_ms !== null && `: ${person.tested_ms} ms from finger to screen`}
    </span>
  );
}
