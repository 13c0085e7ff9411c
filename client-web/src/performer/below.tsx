import { Asked } from "./asked";
import type { PerformerPage } from "./performer";
import { Plan } from "./plan";

/** To be read in peace: what is agreed, and what was asked and is over. */
export function Below({ page }: { page: PerformerPage }) {
  return (
    <>
      <Plan page={page} />
      <Asked page={page} which="over" />
    </>
  );
}
