import type { ComponentChildren } from "preact";

// Each kind of state has its own shape, so that neither a colour-blind eye nor a black-and-white monitor mixes them up.
// A shape never stands alone: the word beside it is what a screen reader reads. These are there before the button works;
// the others are in more-shapes.tsx.

export function Shape({ children }: { children: ComponentChildren }) {
  return (
    <svg class="shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** SIGNAL, hold: solid. */
export function Octagon() {
  return (
    <Shape>
      <path fill="currentColor" d="M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z" />
    </Shape>
  );
}

/** SIGNAL, pause: two solid bars. */
export function TwoBars() {
  return (
    <Shape>
      <path fill="currentColor" d="M4 2h6v20H4zM14 2h6v20h-6z" />
    </Shape>
  );
}

/** TROUBLE: a link that has parted. */
export function PartedLink() {
  return (
    <Shape>
      <g fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round">
        <path d="M9 8H6a4 4 0 0 0 0 8h3M15 8h3a4 4 0 0 1 0 8h-3" />
        <path d="m10.5 3 1 2.5M13.5 21l-1-2.5" />
      </g>
    </Shape>
  );
}
