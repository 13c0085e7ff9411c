import { useEffect, useState } from "preact/hooks";
import type * as Rest from "./rest";

let rest: typeof Rest | null = null;

/**
 * What the performer's page can do without for a moment: the button works before it is here. Null until then; `failed`
 * if it can't be had, which must never take the button away.
 */
export function useRest(): { rest: typeof Rest | null; failed: boolean } {
  const [, setHere] = useState(rest !== null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (rest) return;
    import("./rest").then(
      (came) => {
        rest = came;
        setHere(true);
      },
      () => setFailed(true),
    );
  }, []);
  return { rest, failed };
}
