import { PartedLink } from "../shapes";
import { words } from "../words";
import type { Standing } from "./standing";

/** Whether something can't be promised, so that the broken outline goes round the whole screen. */
export const isBroken = ({ notConnected, nobodyHasSeenIt }: Standing): boolean => notConnected || nobodyHasSeenIt;

/** "NOT CONNECTED: use your agreed word or gesture", and the same where nobody has seen a press. */
export function Broken({ standing: { notConnected, nobodyHasSeenIt } }: { standing: Standing }) {
  return (
    <>
      {notConnected && (
        <strong>
          {words.notConnected}
          {nobodyHasSeenIt ? ". " : ":"}
        </strong>
      )}
      {nobodyHasSeenIt && <strong>{words.nobodyHasSeenIt}:</strong>} <span>{words.useYourWord}</span>
    </>
  );
}

/** The same at the top of a page, and its outline round the whole screen. */
export function Trouble({ standing }: { standing: Standing }) {
  if (!isBroken(standing)) return null;
  return (
    <>
      <div class="broken-frame" />
      <div class="card trouble not-connected" role="alert">
        <PartedLink />
        <p>
          <Broken standing={standing} />
        </p>
      </div>
    </>
  );
}
