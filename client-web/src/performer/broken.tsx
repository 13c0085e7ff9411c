import { words } from "../words/en";
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
