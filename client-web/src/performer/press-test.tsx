import { useEffect, useState } from "preact/hooks";
import { Tick } from "../more-shapes";
import type { PersonId } from "../protocol";
import { more } from "../words/more";
import { no } from "../words/no";
import type { ButtonPage } from "./signalling";
import { UNSEEN_MS } from "./standing";

type Try = { at: "none" } | { at: "sent"; before: number; unseen: boolean } | { at: "not"; message: string };

/** The press-test, through the real path; and what the marks on the clock mean, learned by trying. */
export function PressTest({ page, whom }: { page: ButtonPage; whom?: PersonId }) {
  const said = more.test;
  const [tried, setTried] = useState<Try>({ at: "none" });
  const { tests, tested, signal } = page.view;
  const go = async () => {
    setTried({ at: "sent", before: tests, unseen: false });
    const answer = await page.do({ kind: "raise", level: "hold", test: true, ...(whom ? { for: whom } : {}) });
    if (!answer.ok) setTried({ at: "not", message: no(answer) });
  };
  // Only a screen that has painted it makes it true; an answer from the hub does not.
  const seen = tried.at === "sent" && tests > tried.before;
  const waits = tried.at === "sent" && !seen && !tried.unseen;
  useEffect(() => {
    if (!waits) return;
    const giveUp = () => setTried((now) => (now.at === "sent" ? { ...now, unseen: true } : now));
    const timer = setTimeout(giveUp, UNSEEN_MS);
    return () => clearTimeout(timer);
  }, [waits]);
  return (
    <section class="card">
      <h2>{said.title}</h2>
      <p class="quiet">{!signal ? said.how : whom ? said.openTheirs : said.open}</p>
      <p role="status" class="test-result">
        {result(tried, seen, tested)}
      </p>
      {!signal && (
        <button type="button" class="big" onClick={go} disabled={waits}>
          {said.go}
        </button>
      )}
      {!whom && (
        <>
          <p class="quiet">{said.marks}</p>
          <ul class="marks">
            <li>
              <span class="mark" data-mark="dot" /> {said.markSeen}
            </li>
            <li>
              <span class="mark" data-mark="line" /> {said.markInHand}
            </li>
          </ul>
        </>
      )}
    </section>
  );
}

function result(tried: Try, seen: boolean, tested: boolean) {
  const said = more.test;
  if (tried.at === "not") return tried.message;
  if (tried.at === "sent" && !seen) return tried.unseen ? said.notSeen : said.sending;
  if (!tested) return said.none;
  return (
    <>
      <Tick /> {seen ? said.seen : said.done}
    </>
  );
}
