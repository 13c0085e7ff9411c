import { vi } from "vitest";
import type { Page } from "../page";
import type { PerformerView, View } from "../protocol";
import { Store } from "../store";
import { FakeSocket, performerView, welcome } from "./browser";

/** A page of somebody who was let in before. */
export function known(view: View = performerView()): Store {
  localStorage.setItem(
    "quiethold.identity",
    JSON.stringify({ token: "t", invite: "inv", name: "Ana", role: "performer" }),
  );
  const store = new Store();
  comeBack(view);
  return store;
}

export function comeBack(view: View = performerView(), epoch = "one") {
  FakeSocket.last.opens();
  FakeSocket.last.says(welcome(view, { epoch }));
}

/** The hub goes away, and the next socket is there. */
export function away() {
  FakeSocket.last.closes();
  vi.advanceTimersByTime(10);
}

export function page<V = PerformerView>(store: Store): Page<V> {
  if (store.now.at !== "in") throw new Error(`at ${store.now.at}`);
  return store.now.page as unknown as Page<V>;
}
