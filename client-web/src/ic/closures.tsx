import { ANSWER, running } from "../floor";
import { AnswerShape } from "../more-shapes";
import type { Page } from "../page";
import type { IcClosure, IcView, PersonView, Word } from "../protocol";
import { useAsk } from "../receiver";
import { closureNeeds } from "./asking";
import { Said } from "./panel-head";

export const WANTED: Record<Word, string> = {
  in_sight: "a word, in sight of someone",
  with_someone: "a word, with a person of their choice",
  no_thanks: "no word wanted",
};

/** Who is about to go off set for good. Those whom the IC has to go to stand above, with the rest to go and ask. */
export function Closures({ page }: { page: Page<IcView> }) {
  const ending = page.view.people.flatMap((person) =>
    person.closure && !closureNeeds(person.closure) ? [{ person, closure: person.closure }] : [],
  );
  if (ending.length === 0) return null;
  return (
    <article class="sheet-card">
      <h2>Closure</h2>
      <ul class="endings">
        {ending.map(({ person, closure }) => (
          <Ending key={person.id} page={page} person={person} closure={closure} />
        ))}
      </ul>
      <p class="quiet">When it is done their phone forgets everything, and they are off set.</p>
    </article>
  );
}

function Ending({ page, person, closure }: { page: Page<IcView>; person: PersonView; closure: IcClosure }) {
  const { said, ask } = useAsk(page);
  const { answer, word } = closure;
  return (
    <li>
      <p>
        <bdi class="go-name">{person.name}</bdi>{" "}
        {answer ? (
          <span class="standing">
            <AnswerShape answer={answer} /> {ANSWER[answer]}, {WANTED[word ?? "no_thanks"]}
          </span>
        ) : (
          <span class="quiet">asked {running(page.hubNow() - closure.at)} ago, no answer yet</span>
        )}
      </p>
      <button
        type="button"
        class={answer ? "step" : ""}
        onClick={() => ask({ kind: "closed", person: person.id, in_person: answer ? undefined : true })}
      >
        {answer ? "Closure done" : "I have spoken with them: done"}
        <span class="unseen"> {person.name}</span>
      </button>
      <Said said={said} />
    </li>
  );
}
