import { running } from "../floor";
import { Tick } from "../more-shapes";
import type { Page } from "../page";
import type { CheckInView, IcView } from "../protocol";
import { useAsk } from "../receiver";
import type { Asks } from "./asked";
import { standings } from "./asking";
import { Said } from "./panel-head";
import { Standing } from "./standing";

interface Props {
  page: Page<IcView>;
  round: CheckInView;
  asks: Asks;
}

/** The latest round: who answered what, and "clear" as the one step. */
export function Round({ page, round, asks }: Props) {
  const { said, ask } = useAsk(page);
  const all = standings(page.view.people);
  const answered = all.filter(({ standing }) => standing !== "asked" && standing !== "silent").length;
  // While somebody has to be gone to or may still answer, nothing leads to "clear".
  const settled = all.every(({ standing }) => standing !== "asked") && asks.open.every(({ of }) => of !== "check_in");
  const clear = async () => {
    const keys = asks.open.filter(({ of }) => of === "check_in").map(({ key }) => key);
    const answer = await ask({ kind: "clear", clear: true });
    if (answer.ok) asks.hear(...keys);
  };
  return (
    <article class="sheet-card" data-done={round.cleared}>
      <header>
        <h2>
          {round.cleared && <Tick />} {round.cleared ? "Check-in clear" : "Check-in"}
        </h2>
        {!round.cleared && <span class="since">{running(page.hubNow() - round.at)}</span>}
      </header>
      <p>
        “<bdi>{round.text}</bdi>” {answered} of {all.length} answered.
      </p>
      <ul class="by-name">
        {all.map(({ person, standing }) => (
          <li key={person.id}>
            <bdi>{person.name}</bdi> <Standing standing={standing} />
          </li>
        ))}
      </ul>
      {round.cleared ? (
        <div class="others">
          <button type="button" onClick={() => ask({ kind: "clear", clear: false })}>
            Not clear after all
          </button>
        </div>
      ) : (
        <button type="button" class="step" data-early={!settled} onClick={clear}>
          Clear
        </button>
      )}
      {!round.cleared && <p class="quiet">Until you clear it, production reads “not yet”, and not why.</p>}
      <Said said={said} />
    </article>
  );
}
