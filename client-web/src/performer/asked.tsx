import "./asked.css";
import { AnswerShape } from "../more-shapes";
import type { Answer, AskedChange, QuestionView, Reply } from "../protocol";
import { more } from "../words/more";
import type { PerformerPage } from "./performer";
import { asAsked, parted } from "./questions";
import { Three, useSay } from "./three";

interface Props {
  page: PerformerPage;
  /** What still waits for an answer or for the others, or what is over. */
  which?: "open" | "over";
}

/** What the IC asks, between takes. An answer is the IC's alone, and shown here once the hub has it. */
export function Asked({ page, which = "open" }: Props) {
  const { question, changes } = parted(page.view)[which];
  return (
    <>
      {question && <CheckIn key={question.id} page={page} question={question} />}
      {changes.map((change) => (
        <Change key={change.id} page={page} change={change} />
      ))}
    </>
  );
}

function CheckIn({ page, question }: { page: PerformerPage; question: QuestionView }) {
  const said = more.asked;
  const { say, status } = useSay(page);
  const { answer } = question;
  const text = asAsked(question.text);
  return (
    <section class="card asked">
      <h2>{said.checkIn}</h2>
      <p class="asked-text">
        <bdi>{text}</bdi>
      </p>
      <Three
        page={page}
        label={text}
        of={said.answers}
        own={answer}
        shape={(one) => <AnswerShape answer={one} />}
        say={(one: Answer) => say({ kind: "answer", check_in: question.id, answer: one })}
      />
      <div role="status" class="asked-own">
        {answer && (
          <p>
            <strong>{said.youAnswered(said.answers[answer])}</strong> {said.onlyIc} {said.mayChange}
          </p>
        )}
        {status}
      </div>
      {!answer && (
        <p class="quiet">
          {said.onlyIc} {said.comes}
        </p>
      )}
    </section>
  );
}

function Change({ page, change }: { page: PerformerPage; change: AskedChange }) {
  const said = more.asked;
  const { say, status } = useSay(page);
  const { state, reply } = change;
  const answer = (one: Reply) => say({ kind: "reply", change: change.id, reply: one });
  return (
    <section class="card asked">
      <h2>{state === "asking" ? said.change : said.changeWas}</h2>
      <p class="asked-text">
        <bdi>{change.text}</bdi>
      </p>
      {state === "asking" && (
        <>
          <p>{said.noIsComplete}</p>
          {change.short_notice && <p>{said.shortNotice}</p>}
          {change.sensitive && <p class="quiet">{said.sensitive}</p>}
          <Three page={page} label={said.change} of={said.replies} own={reply} say={answer} />
        </>
      )}
      <div role="status" class="asked-own">
        {state === "asking" && reply && (
          <p>
            <strong>{said.youReplied(said.replies[reply])}</strong> {said.onlyIc} {said.mayChange}
          </p>
        )}
        {state === "agreed" && <p>{said.agreed}</p>}
        {state === "not_today" && (
          <p>
            <strong>{said.notToday}</strong>
          </p>
        )}
        {status}
      </div>
      {state === "asking" && !reply && (
        <p class="quiet">
          {said.silence} {said.onlyIc}
        </p>
      )}
      {state === "agreed" && (
        <>
          {/* Also without a connection: that it arrives late is better than not at all. */}
          <button type="button" class="big" onClick={() => answer("no")}>
            {said.takeBack}
          </button>
          <p class="quiet">{page.view.alone ? said.takeBackAlone : said.takeBackHow}</p>
        </>
      )}
    </section>
  );
}
