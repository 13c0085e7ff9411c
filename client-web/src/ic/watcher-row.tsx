import { ROLE } from "../floor";
import type { Page } from "../page";
import type { IcView, PersonView } from "../protocol";
import { useAsk } from "../receiver";
import { LinkMark } from "./link-mark";
import { HoldsFor, WhoOfPlan } from "./match-later";
import { Said } from "./panel-head";
import { Name, Tested } from "./person-marks";
import { planNote } from "./plan";
import { Revoke } from "./revoke";

/** Who holds the button for a performer, under that performer. */
export function WatcherRow({ page, person }: { page: Page<IcView>; person: PersonView }) {
  const { said, ask } = useAsk(page);
  const note = planNote(page.view.plan, person);
  return (
    <li class="person" data-link={person.link}>
      <div class="person-top">
        <Name person={person} />
        <LinkMark person={person} />
      </div>
      <p class="marks">
        <span>{ROLE[person.role]}</span>
        {person.for === null && <span class="lacks">their performer is gone</span>}
        <Tested person={person} lacks={false} />
        {note && (
          <span>
            <bdi>{note}</bdi>
          </span>
        )}
        {person.may_sleep && <span class="lacks">may sleep</span>}
      </p>
      <details class="tucked">
        <summary>
          More<span class="unseen"> for {person.name}</span>
        </summary>
        <div class="others">
          <HoldsFor view={page.view} person={person} ask={ask} />
          <WhoOfPlan view={page.view} person={person} ask={ask} />
          <Revoke person={person} ask={ask} />
        </div>
      </details>
      <Said said={said} />
    </li>
  );
}
