import type { ComponentChildren } from "preact";
import { Tick } from "../more-shapes";
import { PartedLink } from "../shapes";
import { more } from "../words/more";
import type { ButtonPage } from "./signalling";

/** Who sees a signal now. What was true before the line broke is not shown as true now. */
export function Reach({ page, children }: { page: ButtonPage; children?: ComponentChildren }) {
  const said = more.between;
  const { receivers } = page.view;
  const live = page.link === "live";
  const [ic, ad] = [live && receivers.ic, live && receivers.ad];
  return (
    <section class="card">
      <h2>{said.reach}</h2>
      <One on={ic} yes={said.icReachable} no={said.icNot} />
      <p class="names">
        {receivers.ic_names.length === 0
          ? said.noIcYet
          : receivers.ic_names.map((name, nth) => (
              <>
                {nth > 0 && " · "}
                <bdi>{name}</bdi>
              </>
            ))}
      </p>
      <One on={ad} yes={said.adReachable} no={said.adNot} />
      {live && !ic && !ad && <p class="important">{said.nobodyThere}</p>}
      {children}
    </section>
  );
}

function One({ on, yes, no }: { on: boolean; yes: string; no: string }) {
  return (
    <p class={on ? "reach" : "reach reach-not"}>
      {on ? <Tick /> : <PartedLink />} <span>{on ? yes : no}</span>
    </p>
  );
}
