import { useState } from "preact/hooks";
import { useEarpiece } from "../earpiece-switch";
import { inTheirWords } from "../floor";
import type { Page } from "../page";
import type { IcView } from "../protocol";
import { useBright, usePainted, useSeconds } from "../receiver";
import { AskPanel } from "./ask-panel";
import { Asked, useAsks } from "./asked";
import { isAsking } from "./asking";
import { useAttention } from "./attention";
import { Bar, type Panel } from "./bar";
import { Cast } from "./cast";
import { Codes, type Wish } from "./codes";
import { Keys, useKeys } from "./keys";
import { useHidden, useNames } from "./names";
import { Notices } from "./notices";
import { openNow } from "./open";
import { OpenNow } from "./open-now";
import { PeopleList } from "./people-list";
import { PlanPanel } from "./plan-panel";
import { RecordPanel } from "./record-panel";
import { Floor, Ready, SetPanel } from "./set-panel";
import { Unlock } from "./this-screen";
import { Waiting } from "./waiting";
import { Wrapped } from "./wrapped";
import "./ic.css";
import "./open-now.css";
import "./notices.css";
import "./people.css";
import "./set.css";
import "./asked.css";
import "./plan.css";
import "./record.css";
// Last: where there is room, things stand elsewhere.
import "./columns.css";

/** The IC's console: what is open now, the people, and the set. */
export default function Ic(whole: Page<IcView>) {
  inTheirWords(whole.view.hub);
  const names = useNames();
  const page = useHidden(whole, names);
  const { view, alerts, link } = page;
  const [panel, setPanel] = useState<Panel>("set");
  const [wish, setWish] = useState<Wish | null>(null);
  const [draft, write] = useState<string | null>(null);
  const [bright, switchLook] = useBright();
  const cards = openNow(view.signals, alerts);
  usePainted(whole.alerts, whole.shown);
  useSeconds();
  const earpiece = useEarpiece(whole.alerts);
  const asks = useAsks(view);
  useAttention(cards, link, asks.open.length > 0);
  const show = (to: Panel) => {
    setWish(null);
    setPanel(to);
  };
  useKeys(cards, page, show);
  if (view.wrapped) return <Wrapped page={page} />;

  const showCode = (wanted: Wish) => {
    setWish(wanted);
    setPanel("codes");
  };
  const close = () => show("set");
  const loud = Math.max(0, ...cards.map((card) => card.loud));
  return (
    <div
      class="ic"
      data-link={link}
      data-loud={loud}
      data-panel={names.locked ? "set" : panel}
      data-hidden={names.hidden}
    >
      {link !== "live" && <NotConnected stopped={link === "stopped"} />}
      <Bar page={page} panel={panel} show={show} locked={names.locked} />
      <main class="ic-main">
        <OpenNow
          page={page}
          cards={cards}
          names={names}
          quiet={!isAsking(view) && asks.open.length + asks.turned.length === 0}
        />
        <div class="ic-rest">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
          <section class="ic-below" aria-label="What was asked, and good to know" tabIndex={0} inert={names.locked}>
            {names.hidden && !names.locked && (
              <p class="quiet names-note">Names are hidden. Press anywhere to see them.</p>
            )}
            <Asked page={page} asks={asks} />
            <Notices page={page} />
          </section>
          <PeopleList page={page} show={show} showCode={showCode} inert={names.locked} />
          {/* What is said of the set must not be kept and sent minutes later, when nothing is as it was. */}
          <section class="ic-panel" aria-label="The set" tabIndex={link === "live" ? -1 : 0}>
            {names.locked && <Unlock names={names} />}
            <fieldset disabled={link !== "live"}>
              {names.locked ? (
                <>
                  <Ready page={page} />
                  <Floor page={page} />
                </>
              ) : (
                <>
                  {panel === "set" && <SetPanel page={page} screen={{ names, earpiece, bright, switchLook }} />}
                  {panel === "waiting" && <Waiting page={page} close={close} />}
                  {panel === "ask" && <AskPanel page={page} asks={asks} close={close} />}
                  {panel === "plan" && <PlanPanel page={page} draft={{ text: draft, write }} close={close} />}
                  {panel === "record" && <RecordPanel page={page} close={close} />}
                  {panel === "codes" && <Codes page={page} wish={wish} close={close} />}
                  {panel === "cast" && <Cast page={page} close={close} />}
                  {panel === "keys" && <Keys close={close} />}
                </>
              )}
            </fieldset>
          </section>
        </div>
      </main>
    </div>
  );
}

function NotConnected({ stopped }: { stopped: boolean }) {
  return (
    <p class="not-connected" role="alert">
      <strong>NOT CONNECTED.</strong>{" "}
      {stopped
        ? "This screen was signed out. It shows nothing new."
        : "What you see is old, and a hold does not reach this screen. Watch the floor; use the agreed word or gesture."}
    </p>
  );
}
