import { BrokenRing } from "../more-shapes";
import { PartedLink } from "../shapes";
import type { Word } from "./word";

export function TroubleShape({ of }: { of: Word["trouble"] }) {
  return of === "STOOD DOWN" ? <BrokenRing /> : <PartedLink />;
}
