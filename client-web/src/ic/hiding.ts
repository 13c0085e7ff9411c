import { ROLE } from "../floor";
import type { Alerted } from "../page";
import type { IcView, PersonId, Role, SignalId, Who } from "../protocol";

// The IC's view without names, for a screen that nobody has touched for a minute. A whole view goes in and a whole view
// comes out, so that no corner of the page can forget to hide one.

export const NAMELESS = "Name hidden";

/** All names that a view holds, as they were written. */
export function namesIn(view: IcView): string[] {
  return [
    ...view.people.flatMap((p) => [p.name, p.planned ?? ""]),
    ...view.waiting.map((p) => p.name),
    ...view.signals.map((s) => s.who.name),
    ...view.past.map((s) => s.name),
    ...view.changes.flatMap((c) => c.replies.map((r) => r.name)),
    ...view.talks.map((t) => t.name),
    ...(view.plan?.people.map((p) => p.name) ?? []),
    ...(view.plan?.scenes.flatMap((s) => s.parts.map((p) => p.name)) ?? []),
  ].filter((name, i, all) => name !== "" && all.indexOf(name) === i);
}

interface Masks {
  of: Map<PersonId, string>;
  /** By the name itself, for texts. */
  named: Map<string, string>;
}

function masks(view: IcView, known: readonly string[]): Masks {
  const of = new Map<PersonId, string>();
  const named = new Map<string, string>();
  const counts = new Map<Role, number>();
  const put = (name: string | null, mask: string) => {
    if (name && !named.has(name.toLowerCase())) named.set(name.toLowerCase(), mask);
  };
  for (const p of view.people) {
    const n = (counts.get(p.role) ?? 0) + 1;
    counts.set(p.role, n);
    const mask = `${ROLE[p.role]} ${n}`;
    of.set(p.id, mask);
    put(p.name, mask);
    put(p.planned, mask);
  }
  view.waiting.forEach((p, i) => {
    of.set(p.id, `Waiting ${i + 1}`);
    put(p.name, `Waiting ${i + 1}`);
  });
  const free = view.plan?.people.filter((p) => p.person === null) ?? [];
  for (const [i, p] of free.entries()) put(p.name, `Expected ${i + 1}`);
  for (const name of [...namesIn(view), ...known]) put(name, "Somebody");
  // One name of two says as much as both.
  for (const [name, mask] of [...named]) {
    for (const word of name.split(/\s+/)) if (word.length > 1) put(word, mask);
  }
  return { of, named };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The text with every name in it covered, alone or beside a sign, never inside another word. */
function covering({ named }: Masks): (text: string) => string {
  const names = [...named.keys()].sort((a, b) => b.length - a.length);
  if (names.length === 0) return (text) => text;
  const any = new RegExp(`(^|[^\\p{L}\\p{N}])(${names.map(escaped).join("|")})(?![\\p{L}\\p{N}])`, "giu");
  return (text) => text.replace(any, (_, before, name) => `${before}${named.get(name.toLowerCase()) ?? "Somebody"}`);
}

/** `shown`: signals whose person was named by a touch on them. `known`: names of people who are in no view any more. */
export function hideNames(view: IcView, shown: ReadonlySet<SignalId>, known: readonly string[]): IcView {
  const all = masks(view, known);
  const cover = covering(all);
  const of = (id: PersonId, name: string) => all.of.get(id) ?? cover(name);
  return {
    ...view,
    people: view.people.map((p) => ({
      ...p,
      name: of(p.id, p.name),
      title: p.role === "performer" ? "" : cover(p.title),
      planned: p.planned && of(p.id, p.planned),
    })),
    waiting: view.waiting.map((p) => ({ ...p, name: of(p.id, p.name), title: "" })),
    signals: view.signals.map((s) => ({ ...s, who: shown.has(s.id) ? s.who : nameless(s.who) })),
    past: view.past.map((s) => ({ ...s, name: cover(s.name) })),
    check_in: view.check_in && { ...view.check_in, text: cover(view.check_in.text) },
    changes: view.changes.map((c) => ({
      ...c,
      text: cover(c.text),
      replies: c.replies.map((r) => ({ ...r, name: of(r.person, r.name) })),
    })),
    talks: view.talks.map((t) => ({ ...t, name: of(t.person, t.name), what: cover(t.what) })),
    plan: view.plan && {
      ...view.plan,
      people: view.plan.people.map((p) => ({ ...p, name: cover(p.name) })),
      scenes: view.plan.scenes.map((scene) => ({
        ...scene,
        parts: scene.parts.map((p) => ({ ...p, name: cover(p.name) })),
        lines: scene.lines.map((l) => ({ ...l, who: l.who.map(cover), to: l.to.map(cover), what: cover(l.what) })),
        limits: scene.limits.map(cover),
      })),
    },
    invites: view.invites.map((i) => ({ ...i, name: cover(i.name) })),
    timeline: view.timeline.map((l) => ({ ...l, text: cover(l.text) })),
    notices: view.notices.map((l) => ({ ...l, text: cover(l.text) })),
    ready: view.ready.map((l) => ({ ...l, text: cover(l.text) })),
  };
}

const nameless = (who: Who): Who => ({ ...who, name: NAMELESS });

export function hideAlerts(alerts: Alerted[], shown: ReadonlySet<SignalId>): Alerted[] {
  return alerts.map((each) =>
    each.alert.who && !shown.has(each.alert.signal)
      ? { ...each, alert: { ...each.alert, who: nameless(each.alert.who) } }
      : each,
  );
}
