import { useEffect, useRef } from "preact/hooks";

/** Head of a panel that stands in the set's place; takes the focus, so that a screen reader and Esc know where they are. */
export function PanelHead({ id, title, close }: { id: string; title: string; close(): void }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <div class="panel-head">
      <h2 id={id} ref={head} tabIndex={-1}>
        {title}
      </h2>
      <button type="button" onClick={close}>
        Back to the set
      </button>
    </div>
  );
}

/** The hub's "no", near what was tapped. */
export function Said({ said }: { said: string }) {
  return (
    <p class="said" role="status">
      {said}
    </p>
  );
}

interface SwitchProps {
  label: string;
  on: boolean;
  flip(): void;
}

export function Switch({ label, on, flip }: SwitchProps) {
  return (
    <button type="button" class="switch" role="switch" aria-checked={on} onClick={flip}>
      <span class="switch-mark" aria-hidden="true" />
      {label}
    </button>
  );
}
