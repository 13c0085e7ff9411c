import { useEffect, useState } from "preact/hooks";
import { CHANGE } from "../floor";
import type { AdChange, AdView } from "../protocol";
import { keep, kept } from "../storage";
import { noLonger, relied } from "./relied";

/** What the IC says of each change, and nothing of who said what. */
export function Changes({ view }: { view: AdView }) {
  if (view.changes.length === 0) return null;
  return (
    <section class="ad-box" aria-labelledby="ad-changes">
      <h2 id="ad-changes">Changes today</h2>
      <ul class="ad-changes">
        {[...view.changes].reverse().map((change) => (
          <li key={change.id} data-state={change.state}>
            <strong>{CHANGE[change.state]}</strong>
            <span>
              <bdi>{change.text}</bdi>
              <small>
                Scene <bdi>{change.scene}</bdi>
              </small>
            </span>
          </li>
        ))}
      </ul>
      <p class="quiet">What is not listed as agreed is not agreed. The scene works as planned.</p>
    </section>
  );
}

/** What was read here as agreed and is so no longer stands above the word until somebody has seen it. */
export function NoLonger({ changes }: { changes: AdChange[] }) {
  const [on, setOn] = useState<readonly string[]>(() => kept<string[]>("agreed", "session") ?? []);
  useEffect(() => setOn((before) => relied(before, changes)), [changes]);
  useEffect(() => keep("agreed", on, "session"), [on]);
  return noLonger(on, changes).map((change) => (
    <div key={change.id} class="ad-no-longer" role="alert">
      <p>
        <strong>Not today:</strong> “<bdi>{change.text}</bdi>”. The scene works as planned.
      </p>
      <button type="button" onClick={() => setOn((before) => before.filter((id) => id !== change.id))}>
        Seen
      </button>
    </div>
  ));
}
