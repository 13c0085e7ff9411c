import { clock } from "../floor";
import type { IcView, PastSignal, PersonView, Reader } from "../protocol";

export const FOR: Record<Reader, string> = {
  ic: "Save my report",
  production: "Save production’s report",
};

const two = (n: number) => String(n).padStart(2, "0");

/** Says which stage, which day and for whom, and nothing else: a file name is seen by everyone. */
export function fileName(view: Pick<IcView, "hub">, reader: Reader, now: number, ending: "html" | "json"): string {
  const d = new Date(now);
  const stage = view.hub.name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase();
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `quiet-hold-${[stage, day, reader].filter(Boolean).join("-")}.${ending}`;
}

/** "10:42:07, 42A, hold, for 0:31". Whose stands beside it. */
export function pastLine({ level, scene, raised_at }: PastSignal): string {
  return [clock(raised_at), scene && `scene ${scene}`, level].filter(Boolean).join(" · ");
}

/** Before the day is wrapped: who would go without an ending; empty when nobody would. Who had theirs is gone already. */
export function noEnding(people: PersonView[]): string {
  const count = people.filter((p) => p.role === "performer").length;
  if (count === 0) return "";
  return `${count === 1 ? "1 performer has" : `${count} performers have`} had no ending yet. Wrap all the same?`;
}
