import { type ComponentChildren, Fragment } from "preact";
import { useEffect, useState } from "preact/hooks";
import { running } from "../floor";
import { Tick } from "../more-shapes";
import type { Page } from "../page";
import type { IcSignal, IcView, Stage, Who } from "../protocol";
import { inHand, useAsk } from "../receiver";
import { Octagon, PartedLink, TwoBars } from "../shapes";
import { NAMELESS } from "./hiding";
import { type Card, nextStep } from "./open";
import { Said } from "./panel-head";

const STAGE: Record<Stage, string> = {
  raised: "not on a screen yet",
  displayed: "on a screen",
  acknowledged: "in hand",
};

interface Props {
  page: Page<IcView>;
  card: Card;
  /** Names are hidden: one touch here names this one's person. */
  name: (() => void) | null;
  released(): void;
}

/** One signal: who, how, where, how far it came, and one obvious next step. */
export function SignalCard({ page, card, name: nameIt, released }: Props) {
  const { said, ask } = useAsk(page);
  const { who, signal } = card;
  const name = who?.how === "technical" ? "Technical hold" : <bdi>{who?.name ?? "…"}</bdi>;
  const hidden = nameIt !== null && who?.name === NAMELESS;
  if (card.lost) return <LostCard page={page} card={card} nameIt={hidden ? nameIt : null} />;
  const answered = signal?.stage === "acknowledged";
  return (
    <article class="card" data-level={card.level} data-loud={card.loud} data-answered={answered}>
      <header>
        <span class="level">
          {card.level === "hold" ? <Octagon /> : <TwoBars />} {card.level.toUpperCase()}
        </span>
        <span class="since">{running(page.hubNow() - card.raisedAt)}</span>
      </header>
      <h2>{hidden ? <NameIt nameIt={nameIt} /> : name}</h2>
      <p class="facts">
        {facts(card).map((fact, i) => (
          <Fragment key={fact.key}>
            {i > 0 && " · "}
            {fact.says}
          </Fragment>
        ))}
      </p>
      {signal && <Stages signal={signal} />}
      {answered && card.level === "pause" && !signal.releasable && <p class="ask-this">“What do you need?”</p>}
      <Next page={page} card={card} ask={ask} released={released} />
      <Said said={said} />
    </article>
  );
}

function NameIt({ nameIt }: { nameIt: () => void }) {
  return (
    <button type="button" class="name-it" onClick={nameIt}>
      Who? <small>Touch to see the name</small>
    </button>
  );
}

function facts({ who, raisedAt, scene, signal }: Card): { key: string; says: ComponentChildren }[] {
  const list: { key: string; says: ComponentChildren }[] = [];
  if (who) list.push({ key: "how", says: how(who) });
  if (who?.late) {
    const age = running(raisedAt - who.pressed_at);
    list.push({ key: "late", says: <strong>late: pressed {age} before it arrived</strong> });
  }
  if (scene) list.push({ key: "scene", says: <bdi>scene {scene}</bdi> });
  if (signal && signal.presses > 1) list.push({ key: "presses", says: `${signal.presses} presses` });
  if (signal?.meant_nothing) list.push({ key: "nothing", says: "says it meant nothing" });
  if (signal?.ready) list.push({ key: "ready", says: "says ready to go on" });
  return list;
}

function Stages({ signal }: { signal: IcSignal }) {
  return (
    <dl class="stages">
      <div>
        <dt>IC</dt>
        <dd>{STAGE[signal.stage]}</dd>
      </div>
      <div>
        <dt>1st AD</dt>
        <dd>{signal.hidden_from_ad ? "reads only “not yet”" : STAGE[signal.ad_stage]}</dd>
      </div>
      <div>
        <dt>Record</dt>
        <dd>{signal.recorded ? "recorded" : "NOT RECORDED"}</dd>
      </div>
    </dl>
  );
}

function how(who: Who): ComponentChildren {
  switch (who.how) {
    case "own_press":
      return "Own press";
    case "watcher_for_them":
      return "Pressed for them by their watcher";
    case "ic_for_them":
      return "Pressed for them by an IC";
    case "technical":
      return (
        <>
          Raised by <bdi>{who.name === NAMELESS ? "a receiver" : who.name}</bdi>
        </>
      );
  }
}

interface NextProps {
  page: Page<IcView>;
  card: Card;
  ask: ReturnType<typeof useAsk>["ask"];
  released(): void;
}

function Next({ page, card, ask, released }: NextProps) {
  const { view } = page;
  const { signal } = card;
  const step = nextStep(card);
  const settled = useSettled(`${step} ${signal?.presses}`) && page.link === "live";
  const release = async (inPerson: boolean) => {
    if (!signal) return;
    const answer = await ask({
      kind: "release",
      signal: card.id,
      in_person: inPerson || undefined,
      presses: signal.presses,
    });
    if (answer.ok) released();
  };
  const call = card.level === "hold" && !view.set.hold && (
    <button type="button" onClick={() => ask({ kind: "call" })}>
      Call it: every screen says HOLD
    </button>
  );
  const name = <bdi>{card.who?.name === NAMELESS ? "the performer" : card.who?.name}</bdi>;
  return (
    <div class="next">
      {step === "acknowledge" && (
        <button type="button" class="step" onClick={() => ask(inHand(card.id, page.alerts))}>
          Acknowledge
        </button>
      )}
      {step === "release" && (
        <button type="button" class="step" disabled={!settled} onClick={() => release(false)}>
          <Tick /> {releaseWords(card, name)}
        </button>
      )}
      {step === "wait" && <p class="waits">Waiting for {name}: ready?</p>}
      <div class="others">
        {call}
        {step === "wait" && (
          <button type="button" disabled={!settled} onClick={() => release(true)}>
            I have spoken with {name} in person: release
          </button>
        )}
      </div>
    </div>
  );
}

function releaseWords(card: Card, name: ComponentChildren): ComponentChildren {
  if (card.who?.how === "technical") return "Release the technical hold";
  return card.signal?.meant_nothing ? <>{name} says it meant nothing: release</> : <>{name} is ready: release</>;
}

/** A release appears where "Acknowledge" was: a second tap of the same finger must not reach it. */
function useSettled(key: string): boolean {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), 600);
    return () => clearTimeout(timer);
  }, [key]);
  return settled === key;
}

function LostCard({ page, card, nameIt }: { page: Page<IcView>; card: Card; nameIt: (() => void) | null }) {
  return (
    <article class="card lost trouble">
      <header>
        <span class="level">
          <PartedLink /> LOST WITH THE HUB
        </span>
        <span class="since">{running(page.hubNow() - card.raisedAt)}</span>
      </header>
      <h2>Go and ask {nameIt ? <NameIt nameIt={nameIt} /> : <bdi>{card.who?.name ?? "everyone"}</bdi>}</h2>
      <p>The hub started again and does not know this {card.level}. It may still be meant.</p>
      <div class="next">
        <button type="button" class="step" onClick={() => page.dismissLost(card.id)}>
          I have asked
        </button>
      </div>
    </article>
  );
}
