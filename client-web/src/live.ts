import type { View } from "./protocol";

const LIVE: readonly string[] = ["rehearsal", "last_looks", "picture_up", "rolling", "cut"];

/** A scene is being played, or about to be. */
export const isLive = (view: View): boolean => LIVE.includes(view.scene?.status ?? "");
