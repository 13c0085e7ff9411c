import { useEffect, useState } from "preact/hooks";
import type { PersonView } from "../protocol";
import type { useAsk } from "../receiver";

/** Taking somebody's phone out can't be undone from here, so it takes a second tap, elsewhere than the first. */
export function Revoke({ person, ask }: { person: PersonView; ask: ReturnType<typeof useAsk>["ask"] }) {
  const [sure, setSure] = useState(false);
  useEffect(() => {
    if (!sure) return;
    const timer = setTimeout(() => setSure(false), 6000);
    return () => clearTimeout(timer);
  }, [sure]);
  if (!sure) {
    return (
      <button type="button" onClick={() => setSure(true)}>
        Take this phone out
      </button>
    );
  }
  return (
    <>
      <button type="button" onClick={() => setSure(false)}>
        Keep it
      </button>
      <button type="button" onClick={() => ask({ kind: "revoke", person: person.id })}>
        Take out <bdi>{person.name}</bdi>’s phone
      </button>
    </>
  );
}
