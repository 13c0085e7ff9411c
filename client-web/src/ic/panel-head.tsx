import { useEffect, useRef } from "preact/hooks";

/** Head of a panel that stands in the set's place; takes the focus and gives it back. */
export function PanelHead({ id, title, close }: { id: string; title: string; close(): void }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const from = document.activeElement as HTMLElement | null;
    head.current?.focus();
    return () => from?.focus();
  }, []);
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
  /** Whose, where there are several alike: for who can't see the row. */
  of?: string;
  on: boolean;
  flip(): void;
}

export function Switch({ label, of, on, flip }: SwitchProps) {
  return (
    <button type="button" class="switch" role="switch" aria-checked={on} onClick={flip}>
      <span class="switch-mark" aria-hidden="true" />
      {label}
      {of && <span class="unseen">: {of}</span>}
    </button>
  );
}
