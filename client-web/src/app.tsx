import type { FunctionComponent } from "preact";
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";
import { Entry } from "./join/entry";
import type { Page } from "./page";
import { Performer } from "./performer/performer";
import type { Pressing } from "./performer/signalling";
import type { PerformerView, Role, View } from "./protocol";
import { Waiting } from "./public/waiting";
import type { Store } from "./store";
import { onWords, pageLanguage, sayTradeWords } from "./words";

type AnyPage = FunctionComponent<Page<View>>;

const watcher = () => import("./watcher").then((page) => page.Watcher as unknown as AnyPage);

/** The performer's page is here at once; the others come when somebody has that role. */
const PAGES: Record<Exclude<Role, "performer">, () => Promise<AnyPage>> = {
  ic: () => import("./ic").then((page) => page.default as unknown as AnyPage),
  ad: () => import("./ad").then((page) => page.default as unknown as AnyPage),
  watcher,
  chaperone: watcher,
  crew: () => import("./public/crew").then((page) => page.Crew as AnyPage),
  door: () => import("./public/door").then((page) => page.Door as AnyPage),
};

export function App({ store }: { store: Store }) {
  const [, paint] = useReducer<number, void>((n) => n + 1, 0);
  useEffect(() => store.subscribe(() => paint()), [store]);
  useEffect(() => onWords(() => paint()), []);
  const waited = useRef(false);
  const { now } = store;
  const role = now.at === "in" && now.page.you.admitted ? now.page.you.role : undefined;
  useLayoutEffect(() => pageLanguage(role));
  if (now.at !== "in") return <Entry now={now} store={store} />;
  const { page, presses } = now;
  sayTradeWords(page.view.hub);
  if (!role) {
    waited.current = true;
    return <Waiting {...page} />;
  }
  if (role === "performer") {
    return <Performer {...(page as Page<PerformerView>)} presses={presses} justAdmitted={waited.current} />;
  }
  const more: Page<View> & Pressing = { ...page, presses };
  return <Later key={role} load={PAGES[role]} props={more} />;
}

/** A page that has to be fetched. If it can't be, the whole page is fetched again: the hub may have been renewed. */
function Later<P extends object>({ load, props }: { load: () => Promise<FunctionComponent<P>>; props: P }) {
  const [Loaded, setLoaded] = useState<FunctionComponent<P> | null>(null);
  useEffect(() => {
    load().then(
      (page) => setLoaded(() => page),
      () => setTimeout(() => location.reload(), 2000),
    );
  }, [load]);
  return Loaded && <Loaded {...props} />;
}
