import "./asked.css";
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Answer, AskedChange, Command, QuestionView, Reply } from "../protocol";
import { AnswerShape } from "../shapes";
import { words } from "../words/en";
import type { PerformerPage } from "./performer";

const said = words.asked;

/** A question that has just come may have moved under a finger that was on its way to something else. */
const JUST_COME_MS = 600;

/** What the IC asks, between takes. An answer is the IC's alone, and shown here once the hub has it. */
export function Asked({ page }: { page: PerformerPage }) {
  const { question, changes } = page.view;
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
  const { say, status } = useSay(page);
  const { answer } = question;
  return (
    <section class="card asked">
      <h2>{said.checkIn}</h2>
      <p class="asked-text">
        <bdi>{question.text}</bdi>
      </p>
      <Three
        page={page}
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
          {change.sensitive && <p class="quiet">{said.sensitive}</p>}
          <Three page={page} of={said.replies} own={reply} say={answer} />
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

interface ThreeProps<T extends string> {
  page: PerformerPage;
  of: Record<T, string>;
  own: T | undefined;
  shape?(one: T): ComponentChildren;
  say(one: T): void;
}

/** Three answers of one size and one weight. Nothing leads to any of them. */
function Three<T extends string>({ page, of, own, shape, say }: ThreeProps<T>) {
  const came = useRef(Date.now());
  const tap = (one: T) => {
    if (Date.now() - came.current > JUST_COME_MS) say(one);
  };
  const live = page.link === "live";
  return (
    <>
      <div class="three">
        {(Object.keys(of) as T[]).map((one) => (
          // What is said now must not arrive minutes later, when it may no longer be so.
          <button key={one} type="button" aria-pressed={own === one} disabled={!live} onClick={() => tap(one)}>
            {shape?.(one)}
            {of[one]}
          </button>
        ))}
      </div>
      {!live && <p class="important">{said.notSent}</p>}
    </>
  );
}

/** Sends one answer after the other, and says what became of the last one as long as that is not seen elsewhere. */
function useSay(page: PerformerPage) {
  const [waits, setWaits] = useState(false);
  const [no, setNo] = useState("");
  const say = async (cmd: Command) => {
    setNo("");
    setWaits(true);
    const answer = await page.do(cmd);
    setWaits(false);
    if (!answer.ok) setNo(answer.message);
  };
  const status = (
    <>
      {waits && <p class="important">{page.link === "live" ? said.sending : said.kept}</p>}
      {no && <p class="important">{no}</p>}
    </>
  );
  return { say, status };
}
