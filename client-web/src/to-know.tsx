import { useState } from "preact/hooks";
import { clock } from "./floor";
import type { TimelineLine } from "./protocol";
import { keep, kept } from "./storage";
import "./to-know.css";

/** The notices that nobody has tapped here yet. */
export function untold(notices: TimelineLine[], told: number[]): TimelineLine[] {
  return notices.filter((line) => !told.includes(line.at));
}

/** That a further IC comes, or that the log was damaged, stays in sight until a person taps it. */
export function ToKnow({ notices }: { notices: TimelineLine[] }) {
  const [told, setTold] = useState(kept<number[]>("told") ?? []);
  const news = untold(notices, told);
  if (news.length === 0) return null;
  const tell = () => {
    const all = notices.map((line) => line.at);
    keep("told", all);
    setTold(all);
  };
  return (
    <div class="to-know" role="alert">
      <ul>
        {news.map((line) => (
          <li key={line.at}>
            <time>{clock(line.at)}</time> <bdi>{line.text}</bdi>
          </li>
        ))}
      </ul>
      {news.some((line) => line.tone === "normal") && <p>Not expected? Find out now who it is.</p>}
      <button type="button" onClick={tell}>
        I know of this
      </button>
    </div>
  );
}
