import { more } from "../words/more";
import type { PerformerPage } from "./performer";

/** What the only one of the cast has to know beforehand: whose a hold is, and that a pause may reach nobody. */
export function alone({ view, link }: Pick<PerformerPage, "view" | "link">): string[] {
  const said = more.between;
  const { receivers, scene } = view;
  if (!view.alone) return [];
  const nobody = link === "live" && !receivers.ic && receivers.ad;
  return [scene ? said.alone : said.aloneOnSet, ...(nobody ? [said.pauseNobody] : [])];
}
