import type { ComponentChildren } from "preact";
import { expect, it } from "vitest";
import { performerView } from "../test/browser";
import { Between } from "./between";
import type { PerformerPage } from "./performer";
import { standing } from "./standing";

const at = { timer: 0, wall: 0 };

/** What the page itself says, without its parts. */
function said(node: ComponentChildren): string {
  if (Array.isArray(node)) return node.map(said).join(" ");
  if (node && typeof node === "object" && "props" in node) return said(node.props.children);
  return typeof node === "string" ? node : "";
}

function between(changed: Parameters<typeof performerView>[0]): string {
  const view = performerView(changed);
  const page: PerformerPage = {
    you: { id: "p1", role: "performer", name: "Ana", admitted: true },
    view,
    alerts: [],
    dismissLost() {},
    link: "live",
    hubNow: () => 0,
    do: async () => ({ ok: true }),
    shown() {},
    awake: "held",
    presses: [],
    justAdmitted: false,
  };
  const stands = standing({ ...page, ...view, raisedSince: null, denied: false, now: at });
  return said(Between({ page, standing: stands, press() {}, toClock() {} }));
}

it("who is the only one of the cast is told so for this scene, or for the set while no scene is open", () => {
  const scene = { id: "42A", title: "", setup: "", take: 0, status: "rehearsal" } as const;
  expect(between({ alone: true, scene })).toContain("You are the only performer in this scene:");
  expect(between({ alone: true })).toContain("You are the only performer on set:");
  expect(between({ alone: true })).not.toContain("in this scene");
});
