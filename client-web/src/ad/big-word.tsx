import { Dot, Hollow, Tick } from "../more-shapes";
import { Octagon, TwoBars } from "../shapes";
import { TroubleShape } from "./trouble-shape";
import type { Word } from "./word";

/** One word fills the phone, with the shape of its kind. */
export function BigWord({ word }: { word: Word }) {
  const longest = Math.max(...word.word.split(" ").map((part) => part.length));
  return (
    <section class="big-word" data-kind={word.kind} aria-live="assertive" aria-atomic="true">
      <p class="big-shape">{shape(word)}</p>
      <p class="word" style={{ "--letters": longest }}>
        {word.word}
      </p>
      {word.line && (
        <p class="word-line">
          <bdi>{word.line}</bdi>
        </p>
      )}
    </section>
  );
}

function shape({ kind, trouble }: Word) {
  switch (kind) {
    case "hold":
      return <Octagon />;
    case "pause":
      return <TwoBars />;
    case "trouble":
      return <TroubleShape of={trouble} />;
    case "rolling":
      return <Dot />;
    case "go":
      return <Tick />;
    case "normal":
      return <Hollow />;
  }
}
