import { useState } from "preact/hooks";
import { AnswerShape } from "../more-shapes";
import type { Answer, OwnClosure, Word } from "../protocol";
import { more } from "../words/more";
import type { PerformerPage } from "./performer";
import { Three, useSay } from "./three";

/** The ending of a performer's day: a last check-in, and the offered word. All of it for the IC alone. */
export function Closure({ page, closure }: { page: PerformerPage; closure: OwnClosure }) {
  const said = more.closure;
  const { say, status, waits } = useSay(page);
  const [answer, setAnswer] = useState<Answer | undefined>(closure.answer ?? undefined);
  const [word, setWord] = useState<Word | undefined>(closure.word ?? undefined);
  const given = closure.answer !== null && closure.word !== null;
  const asGiven = given && answer === closure.answer && word === closure.word;
  const send = () => answer && word && say({ kind: "close", answer, word });
  return (
    <section class="card asked closure">
      <h2>{said.title}</h2>
      <p>{said.how}</p>
      <p class="asked-text">{said.answer}</p>
      <Three
        page={page}
        label={said.answer}
        of={more.asked.answers}
        own={answer}
        shape={(one) => <AnswerShape answer={one} />}
        say={(one: Answer) => setAnswer(one)}
      />
      <p class="asked-text">{said.word}</p>
      <Three page={page} label={said.word} of={said.words} own={word} say={(one: Word) => setWord(one)} />
      {!asGiven && (
        <button type="button" class="big" disabled={!answer || !word || waits || page.link !== "live"} onClick={send}>
          {said.send}
        </button>
      )}
      <div role="status" class="asked-own">
        {asGiven && closure.answer && closure.word && (
          <p>
            <strong>{said.sent(more.asked.answers[closure.answer], said.words[closure.word])}</strong>{" "}
            {closure.word !== "no_thanks" && said.comes} {more.asked.mayChange}
          </p>
        )}
        {status}
      </div>
      <p class="quiet">
        {said.after} {said.still}
      </p>
    </section>
  );
}
