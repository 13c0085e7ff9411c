import { readyNote } from "./floor";
import { Hollow, Tick } from "./more-shapes";
import type { ReadyLine } from "./protocol";
import "./ready-list.css";

/** What is still missing before touch and before a roll; the same list for the IC and the 1st AD. */
export function ReadyList({ ready, stoodDown }: { ready: ReadyLine[]; stoodDown: boolean }) {
  return (
    <ul class="ready">
      {ready.map((line) => (
        <li key={line.key} data-met={line.met}>
          {line.met ? <Tick /> : <Hollow />}
          <span>
            <span class="unseen">{line.met ? "Met: " : "Not met: "}</span>
            {line.text}
            <small>{readyNote(line, stoodDown)}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
