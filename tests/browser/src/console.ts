import type { Locator } from "playwright-core";
import type { Screen } from "./screen";

// What an IC's screen says of one signal.

/** The card of an open signal, `hold` or `pause`. */
export const card = (ic: Screen, name: string, level: "hold" | "pause" = "hold"): Locator =>
  ic.page.locator(`.open article[data-level=${level}]`).filter({ has: ic.page.getByRole("heading", { name }) });

export const person = (ic: Screen, name: string): Locator =>
  ic.page.locator(".people li.person").filter({ has: ic.page.getByRole("heading", { name, exact: true }) });

/** Acknowledge, wait for the performer's word, release. */
export async function answers(ic: Screen, name: string, level: "hold" | "pause" = "hold"): Promise<void> {
  await ic.tap(card(ic, name, level).getByRole("button", { name: "Acknowledge" }));
}

export async function releasesInPerson(ic: Screen, name: string, level: "hold" | "pause" = "hold"): Promise<void> {
  await ic.tap(card(ic, name, level).getByRole("button", { name: /in person: release/ }));
  await ic.seesNo(card(ic, name, level));
}
