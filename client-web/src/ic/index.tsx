import { useState } from "preact/hooks";
import type { Page } from "../page";
import type { IcView } from "../protocol";
import { useBright, usePainted, useSeconds } from "../receiver";
import { useAttention } from "./attention";
import { Bar, type Panel } from "./bar";
import { Cast } from "./cast";
import { Codes } from "./codes";
import { Keys, useKeys } from "./keys";
import { Notices } from "./notices";
import { openNow } from "./open";
import { OpenNow } from "./open-now";
import { PeopleList } from "./people-list";
import { SetPanel } from "./set-panel";
import { Waiting } from "./waiting";
import "./ic.css";
import "./open-now.css";
import "./notices.css";
import "./people.css";
import "./set.css";
// Last: where there is room, things stand elsewhere.
import "./columns.css";

/** The IC's console: what is open now, the people, and the set. */
export default function Ic(page: Page<IcView>) {
  const { view, alerts, link } = page;
  const [panel, setPanel] = useState<Panel>("set");
  const [bright, switchLook] = useBright();
  const cards = openNow(view.signals, alerts);
  usePainted(alerts, page.shown);
  useSeconds();
  useAttention(cards, link);
  useKeys(cards, page.do, setPanel);

  const close = () => setPanel("set");
  const loud = Math.max(0, ...cards.map((card) => card.loud));
  return (
    <div class="ic" data-link={link} data-loud={loud} data-panel={panel}>
      {link !== "live" && <NotConnected stopped={link === "stopped"} />}
      <Bar page={page} panel={panel} show={setPanel} />
      <main class="ic-main">
        <OpenNow page={page} cards={cards} />
        <div class="ic-rest">
          <Notices page={page} />
          <PeopleList page={page} show={setPanel} />
          {/* What is said of the set must not be kept and sent minutes later, when nothing is as it was. */}
          <section class="ic-panel" aria-label="The set" tabIndex={link === "live" ? -1 : 0}>
            <fieldset disabled={link !== "live"}>
              {panel === "set" && <SetPanel page={page} bright={bright} switchLook={switchLook} />}
              {panel === "waiting" && <Waiting page={page} close={close} />}
              {panel === "codes" && <Codes page={page} close={close} />}
              {panel === "cast" && <Cast page={page} close={close} />}
              {panel === "keys" && <Keys close={close} />}
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
