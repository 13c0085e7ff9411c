import type { ComponentChildren } from "preact";
import type { Answer, Say } from "./protocol";
import { Shape } from "./shapes";

// Shapes that no performer needs before their button works: see shapes.tsx.

/** TROUBLE, stood down: the tool is out of use, drawn broken. */
export function BrokenRing() {
  return (
    <Shape>
      <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="3" stroke-dasharray="5.5 3.9" />
    </Shape>
  );
}

/** NORMAL: met, done, linked. */
export function Tick() {
  return (
    <Shape>
      <path
        fill="none"
        stroke="currentColor"
        stroke-width="3"
        stroke-linecap="round"
        stroke-linejoin="round"
        d="m4 13 5 5L20 6"
      />
    </Shape>
  );
}

/** NORMAL: not met yet. */
export function Hollow() {
  return (
    <Shape>
      <rect x="4" y="4" width="16" height="16" rx="2" fill="none" stroke="currentColor" stroke-width="2.5" />
    </Shape>
  );
}

// Answers to a check-in: hollow and of one weight, so that none is louder, and nobody across the room reads a colour.
const ANSWERS: Record<Answer, ComponentChildren> = {
  green: <circle cx="12" cy="12" r="9.5" />,
  amber: <path d="M12 3 22 20.5H2z" />,
  red: <path d="m12 1.5 10.5 10.5L12 22.5 1.5 12z" />,
};

/** A ring for green, a triangle for amber, a diamond for red. */
export function AnswerShape({ answer }: { answer: Answer }) {
  return (
    <Shape>
      <g fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round">
        {ANSWERS[answer]}
      </g>
    </Shape>
  );
}

// What the plan says of an action: hollow too. A tick for yes, a ring of speech for "ask", a bar across for "not here".
const SAYS: Record<Say, ComponentChildren> = {
  yes: <path d="m4 13 5 5L20 6" />,
  ask: (
    <>
      <path d="M3 4h18v12h-9l-5 5v-5H3z" />
      <path d="M8 10h8" />
    </>
  ),
  not_here: <path d="M4 4h16v16H4zM4 20 20 4" />,
};

/** Beside the word, whether a line of the plan is agreed. */
export function SayShape({ say }: { say: Say }) {
  return (
    <Shape>
      <g fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">
        {SAYS[say]}
      </g>
    </Shape>
  );
}

/** NORMAL: rolling. Neutral on purpose: red is for a hold. */
export function Dot() {
  return (
    <Shape>
      <circle cx="12" cy="12" r="9" fill="currentColor" />
    </Shape>
  );
}

/** A phone's two lanes to the hub; `only`: one of them is broken off. */
export function Lanes({ only = false }: { only?: boolean }) {
  return (
    <Shape>
      <g fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round">
        <path d="M3 8h18" />
        <path d={only ? "M3 16h3M18 16h3" : "M3 16h18"} />
      </g>
    </Shape>
  );
}

/** A frame takes long: a clock's face. */
export function Slow() {
  return (
    <Shape>
      <g fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round">
        <circle cx="12" cy="12" r="9.5" />
        <path d="M12 6.5V12l4 2.5" />
      </g>
    </Shape>
  );
}
