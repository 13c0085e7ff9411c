import type { Store } from "../store";
import { words } from "../words";
import { more } from "../words/more";
import { type Ended, Sheet } from "./entry";
import { whyStopped } from "./why-stopped";

/** Codes that the person may get past by scanning the same code as somebody new. */
const ASK_AGAIN = ["revoked", "unknown_token"];
/** Codes that time or another try may mend. */
const TRY_AGAIN = ["too_many", "closed", "bad_frame", "too_large", "wrong_version"];

/** Not let back, or not any more: why, and what to do now. */
export function Stopped({ now, store }: { now: Ended; store: Store }) {
  const said = more.stopped;
  if (now.at === "goodbye") {
    return (
      <Sheet title={said.goodbye} dim={now.dim}>
        <p>{said.goodbyeHow}</p>
        <p>{said.forgotten}</p>
      </Sheet>
    );
  }
  const { code } = now.stopped;
  if (code === "elsewhere") {
    return (
      <Sheet title={said.elsewhere} trouble>
        <p>{said.elsewhereHow}</p>
        <button type="button" class="sheet-go" onClick={store.takeBack}>
          {said.takeBack}
        </button>
      </Sheet>
    );
  }
  const { title, how } = whyStopped(now.stopped);
  return (
    <Sheet title={title} trouble>
      {how.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {now.canAskAgain && ASK_AGAIN.includes(code) && (
        <button type="button" class="sheet-go" onClick={store.askAgain}>
          {more.waiting.askAgain}
        </button>
      )}
      {now.canAskAgain && code === "role_conflict" && (
        <button type="button" class="sheet-go" onClick={store.askAgain}>
          {said.otherName}
        </button>
      )}
      {TRY_AGAIN.includes(code) && (
        <button type="button" class="sheet-go" onClick={() => location.reload()}>
          {words.entry.again}
        </button>
      )}
      {now.known && (
        <button type="button" class="sheet-go" onClick={store.resume}>
          {words.entry.goOnAs(now.known.name)}
        </button>
      )}
    </Sheet>
  );
}
