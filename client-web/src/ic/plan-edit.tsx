import { useEffect, useRef, useState } from "preact/hooks";
import type { Page } from "../page";
import type { IcView } from "../protocol";
import { uuid } from "../uuid";
import { PanelHead, Said } from "./panel-head";
import { lineAt, type Mistake, mistakes, sendPlan } from "./plan-send";

/** What was written and not yet used; it outlives the panel, which the PIN may take away. Null: as the hub has it. */
export interface Draft {
  text: string | null;
  write(text: string | null): void;
}

interface Props {
  page: Page<IcView>;
  draft: Draft;
  /** To the plan as it is; null where there is none yet. */
  back: (() => void) | null;
  close(): void;
}

/** The plan as text: from a file, or written here. The hub takes it whole or says what is wrong, and keeps the old one. */
export function PlanEdit({ page, draft, back, close }: Props) {
  const [wrong, setWrong] = useState<Mistake[] | null>(null);
  const [sending, setSending] = useState("");
  const [said, setSaid] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const fetched = useFetched(page, setSaid);
  // Where there is no plan yet, the hub has an example to write into.
  const now = draft.text ?? fetched;

  const use = async () => {
    setWrong(null);
    setSaid("");
    setSending("Sending …");
    const answer = await sendPlan(page.do, now ?? "", uuid(), (part, of) =>
      setSending(of > 1 ? `Sending … ${part} of ${of}` : "Sending …"),
    );
    setSending("");
    if (!answer.ok) {
      setWrong(mistakes(answer.message));
      return;
    }
    leave();
  };
  const leave = () => {
    draft.write(null);
    back?.();
  };
  const jump = (line: number) => {
    if (!area.current) return;
    const [from, to] = lineAt(area.current.value, line);
    area.current.focus();
    area.current.setSelectionRange(from, to);
    const lines = area.current.value.split("\n").length;
    area.current.scrollTop = ((line - 3) / lines) * area.current.scrollHeight;
  };
  return (
    <section class="box" aria-labelledby="edit-head">
      <PanelHead id="edit-head" title={back ? "Change the plan" : "The day’s plan"} close={close} />
      {!back && (
        <p>
          No plan yet. Choose the file that you have prepared, or write it here. Until then nothing is listed as agreed.
        </p>
      )}
      <label class="plan-file">
        From a file
        <input
          type="file"
          accept=".toml,text/plain"
          onChange={async (e) => {
            const file = e.currentTarget.files?.[0];
            if (file) draft.write(await file.text());
            setWrong(null);
          }}
        />
      </label>
      {wrong && <Wrong mistakes={wrong} old={back !== null} jump={jump} />}
      <label>
        The plan as text
        <textarea
          ref={area}
          class="plan-text"
          rows={18}
          spellcheck={false}
          autocapitalize="off"
          wrap="off"
          value={now ?? ""}
          placeholder={now === null ? "Fetching the plan …" : ""}
          onInput={(e) => draft.write(e.currentTarget.value)}
        />
      </label>
      <div class="others">
        <button type="button" class="step" disabled={!now?.trim() || sending !== ""} onClick={use}>
          {sending || "Use this plan"}
        </button>
        {back && (
          <button type="button" onClick={leave}>
            Leave it as it is
          </button>
        )}
      </div>
      <p class="quiet">
        Performers read their own lines at once. Of a scene that was opened today, lines can only be taken back.
      </p>
      <Said said={said} />
    </section>
  );
}

/** The plan's text as the hub has it; null until it is here. */
function useFetched(page: Page<IcView>, say: (said: string) => void): string | null {
  const [before] = useState(page.plan);
  useEffect(() => {
    void page.do({ kind: "plan_text" }).then((answer) => !answer.ok && say(answer.message));
  }, []);
  return page.plan && page.plan !== before ? page.plan.text : null;
}

interface WrongProps {
  mistakes: Mistake[];
  old: boolean;
  jump(line: number): void;
}

function Wrong({ mistakes, old, jump }: WrongProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), [mistakes]);
  return (
    <div class="plan-wrong" role="alert" ref={box}>
      <p>
        <strong>Not taken.</strong> {old ? "The plan from before stays as it was." : "There is still no plan."}
      </p>
      <ul>
        {mistakes.map((one) => (
          <li key={`${one.line} ${one.says}`}>
            {one.line === null ? (
              <bdi>{one.says}</bdi>
            ) : (
              <button type="button" onClick={() => one.line && jump(one.line)}>
                <b>Line {one.line}</b> <bdi>{one.says}</bdi>
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
