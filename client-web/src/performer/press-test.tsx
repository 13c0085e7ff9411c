import { useState } from "preact/hooks";
import { Tick } from "../shapes";
import { words } from "../words/en";
import type { PerformerPage } from "./performer";
import { UNSEEN_MS } from "./standing";

const said = words.between;

type Try = { at: "none" | "sending" } | { at: "arrived"; when: number } | { at: "not"; message: string };

/** The press-test, through the real path; and what the marks on the clock mean, learned by trying. */
export function PressTest({ page }: { page: PerformerPage }) {
  const [tried, setTried] = useState<Try>({ at: "none" });
  const { tested, signal } = page.view;
  const go = async () => {
    setTried({ at: "sending" });
    const answer = await page.do({ kind: "raise", level: "hold", test: true });
    setTried(answer.ok ? { at: "arrived", when: Date.now() } : { at: "not", message: answer.message });
  };
  return (
    <section class="card">
      <h2>{said.test}</h2>
      <p class="quiet">{signal ? said.testOpen : said.testHow}</p>
      <p role="status" class="test-result">
        {result(tried, tested)}
      </p>
      {!signal && (
        <button type="button" class="big" onClick={go} disabled={tried.at === "sending"}>
          {said.testGo}
        </button>
      )}
      <p class="quiet">{said.marks}</p>
      <ul class="marks">
        <li>
          <span class="mark" data-mark="dot" /> {said.markSeen}
        </li>
        <li>
          <span class="mark" data-mark="line" /> {said.markInHand}
        </li>
      </ul>
    </section>
  );
}

function result(tried: Try, tested: boolean) {
  if (tried.at === "sending") return said.testSending;
  if (tried.at === "not") return tried.message;
  if (tested) {
    return (
      <>
        <Tick /> {tried.at === "arrived" ? said.testSeen : said.testDone}
      </>
    );
  }
  if (tried.at === "arrived") return Date.now() - tried.when < UNSEEN_MS ? said.testSending : said.testNotSeen;
  return said.testNone;
}
