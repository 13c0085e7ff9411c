import type { AdChange, ChangeId } from "../protocol";

// Agreed can turn to "not today" at any moment, and whoever read it as agreed has to know.

/** The changes that this screen has shown as agreed. */
export function relied(before: readonly ChangeId[], changes: AdChange[]): readonly ChangeId[] {
  const more = changes.filter(({ id, state }) => state === "agreed" && !before.includes(id)).map(({ id }) => id);
  return more.length === 0 ? before : [...before, ...more];
}

export function noLonger(on: readonly ChangeId[], changes: AdChange[]): AdChange[] {
  return changes.filter(({ id, state }) => state === "not_today" && on.includes(id));
}
