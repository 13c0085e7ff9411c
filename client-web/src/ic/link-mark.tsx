import { Lanes, Slow } from "../more-shapes";
import type { PersonView } from "../protocol";
import { PartedLink } from "../shapes";
import { linkOf } from "./people";

/** Whether a phone is heard, and how well: on how many of its two lanes, and how long a frame takes there and back. */
export function LinkMark({ person }: { person: PersonView }) {
  if (person.link === "trouble") {
    return (
      <span class="mark trouble">
        <PartedLink /> NOT CONNECTED
      </span>
    );
  }
  if (person.link === "away") return <span class="mark">away</span>;
  const { oneLane, slow, says } = linkOf(person);
  return (
    <span class={oneLane || slow ? "mark weak" : "mark"}>
      {oneLane && <Lanes only />}
      {slow && <Slow />}
      {!oneLane && !slow && <Lanes />} {says}
    </span>
  );
}
