import { BrokenRing, PartedLink } from "../shapes";
import type { Word } from "./word";

export function TroubleShape({ of }: { of: Word["trouble"] }) {
  return of === "STOOD DOWN" ? <BrokenRing /> : <PartedLink />;
}
