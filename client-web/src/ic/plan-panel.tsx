import { useState } from "preact/hooks";
import { Hollow, Tick } from "../more-shapes";
import type { Page } from "../page";
import type { IcPlan, IcView, PlanName } from "../protocol";
import { PanelHead } from "./panel-head";
import { done, expected, openNow, scenesInOrder } from "./plan";
import { type Draft, PlanEdit } from "./plan-edit";
import { PlanScene } from "./plan-scene";

interface Props {
  page: Page<IcView>;
  draft: Draft;
  close(): void;
}

/** What was agreed for the day: scenes in order, the open one first, and who of its names is here. */
export function PlanPanel({ page, draft, close }: Props) {
  const { plan, scene } = page.view;
  const [editing, setEditing] = useState(draft.text !== null);
  if (editing || !plan) {
    return <PlanEdit page={page} draft={draft} back={plan ? () => setEditing(false) : null} close={close} />;
  }
  return (
    <>
      <section class="box" aria-labelledby="plan-head">
        <PanelHead id="plan-head" title="The day’s plan" close={close} />
        <p class="quiet">
          What is not listed is not agreed. The rider comes at least {plan.notice_hours} hours before call.
        </p>
        {scenesInOrder(plan, scene).map((one, nth) => (
          <PlanScene key={one.id} page={page} scene={one} open={openNow(one, scene)} unfolded={nth === 0} />
        ))}
        {plan.scenes.length === 0 && <p class="quiet">No scenes in it.</p>}
      </section>
      <WhoIsHere plan={plan} view={page.view} />
      <div class="others">
        <button type="button" onClick={() => setEditing(true)}>
          Change or import the plan
        </button>
      </div>
    </>
  );
}

function WhoIsHere({ plan, view }: { plan: IcPlan; view: IcView }) {
  if (plan.people.length === 0) return null;
  const missing = expected(plan).filter((one) => !done(plan, one)).length;
  const as = (one: PlanName) => view.people.find((p) => p.id === one.person)?.name ?? "";
  return (
    <section class="box" aria-labelledby="here-head">
      <h2 id="here-head">{missing === 0 ? "Nobody of the plan is missing" : `Not here: ${missing}`}</h2>
      <ul class="plan-people">
        {plan.people.map((one) => (
          <li key={one.name} data-here={one.person !== null}>
            {one.person ? <Tick /> : <Hollow />}
            <span>
              <bdi>{one.name}</bdi>
              <small>
                {[one.role === "chaperone" && "chaperone", one.minor && "minor"].filter(Boolean).join(", ")}
                {one.person ? (
                  as(one) !== one.name && (
                    <>
                      {" "}
                      here as <bdi>{as(one)}</bdi>
                    </>
                  )
                ) : (
                  <> {done(plan, one) ? "scenes wrapped" : "not here"}</>
                )}
              </small>
            </span>
          </li>
        ))}
      </ul>
      <p class="quiet">Who joins is matched to a name of the plan by you, from “Waiting”.</p>
    </section>
  );
}
