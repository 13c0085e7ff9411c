import { useState } from "preact/hooks";
import { REPLY, running } from "../floor";
import type { Page } from "../page";
import type { IcChange, IcView } from "../protocol";
import { useAsk } from "../receiver";
import type { Asks } from "./asked";
import { allSayYes, tally, turnedKey } from "./asking";
import { Said } from "./panel-head";

interface Props {
  page: Page<IcView>;
  change: IcChange;
  asks: Asks;
}

/** A change that is being asked: each reply by name, and what production may be told. */
export function ChangeCard({ page, change, asks }: Props) {
  const { said, ask } = useAsk(page);
  const [signed, setSigned] = useState(false);
  const yes = allSayYes(change);
  return (
    <article class="sheet-card">
      <header>
        <h2>
          Change: “<bdi>{change.text}</bdi>”
        </h2>
        <span class="since">{running(page.hubNow() - change.at)}</span>
      </header>
      <p class="quiet">
        {tally(change)}. Silence is not yes. Production reads “asking”.
        {change.sensitive && " Needs the written amendment."}
      </p>
      {change.short_notice && <ShortNotice page={page} />}
      <Replies change={change} />
      {yes && change.sensitive && (
        <label class="check">
          <input type="checkbox" checked={signed} onChange={(e) => setSigned(e.currentTarget.checked)} />
          The written amendment is signed
        </label>
      )}
      <div class="others">
        <NotToday page={page} change={change} asks={asks} />
        {yes && (
          <button
            type="button"
            disabled={change.sensitive && !signed}
            onClick={() =>
              ask({ kind: "publish", change: change.id, state: "agreed", amendment: change.sensitive || undefined })
            }
          >
            Publish: agreed
          </button>
        )}
      </div>
      <Said said={said} />
    </article>
  );
}

/** Asked later than the plan's notice before call: the performers read so too. */
function ShortNotice({ page }: { page: Page<IcView> }) {
  const hours = page.view.plan?.notice_hours ?? 48;
  return (
    <p>
      <span class="lacks">Short notice:</span> less than {hours} hours before call. They read so too; nobody has to say
      yes to be kind.
    </p>
  );
}

/** Always possible, without asking anybody and without a word why. */
export function NotToday({ page, change, asks }: Props) {
  const { said, ask } = useAsk(page);
  const publish = async () => {
    const answer = await ask({ kind: "publish", change: change.id, state: "not_today" });
    if (answer.ok) asks.hear(turnedKey(change));
  };
  return (
    <>
      <button type="button" onClick={publish}>
        Publish: not today
      </button>
      <Said said={said} />
    </>
  );
}

export function Replies({ change }: { change: IcChange }) {
  return (
    <ul class="by-name">
      {change.replies.map(({ person, name, reply }) => (
        <li key={person}>
          <bdi>{name}</bdi> {reply ? <strong>{REPLY[reply]}</strong> : <span>no reply yet</span>}
        </li>
      ))}
    </ul>
  );
}
