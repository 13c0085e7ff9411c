import { useState } from "preact/hooks";
import { Hollow, Tick } from "../more-shapes";
import type { Page } from "../page";
import type { IcScene, IcView, PartView } from "../protocol";
import { useAsk } from "../receiver";
import { Said, Switch } from "./panel-head";
import { dateTime, fromField, riderLacks, riderLine, toField } from "./plan";

interface Props {
  page: Page<IcView>;
  scene: IcScene;
  part: PartView;
}

/** Whether a performer's rider came in time and was confirmed. What stands in it never comes here. */
export function Rider({ page, scene, part }: Props) {
  const { said, ask } = useAsk(page);
  const [typed, setTyped] = useState<string | null>(null);
  const lacks = riderLacks(part);
  const at = typed ?? toField(part.received ?? page.hubNow());
  const note = (what: { received?: number; confirmed?: boolean; late_hire?: boolean }) =>
    ask({ kind: "rider", scene: scene.id, name: part.name, ...what });
  if (!part.needs_rider) {
    return (
      <li class="rider">
        <p>
          <bdi>{part.name}</bdi> <span class="quiet">no rider needed in this scene</span>
        </p>
      </li>
    );
  }
  return (
    <li class="rider">
      <details>
        <summary>
          {lacks ? <Hollow /> : <Tick />} <bdi>{part.name}</bdi>{" "}
          <span class={lacks ? "lacks" : ""}>{riderLine(part)}</span>
        </summary>
        {part.received !== null && (
          <p class="quiet">
            Received {dateTime(part.received)}
            {scene.call === null ? ". The plan has no call for this scene" : `: ${before(scene.call - part.received)}`}
            {part.short_notice && ". That is short notice: attest a late hire, or wait."}
          </p>
        )}
        <form
          class="row"
          onSubmit={async (e) => {
            e.preventDefault();
            const received = fromField(at);
            if (received === null) return;
            const answer = await note({ received });
            if (answer.ok) setTyped(null);
          }}
        >
          <label>
            Received
            <input type="datetime-local" value={at} onInput={(e) => setTyped(e.currentTarget.value)} />
          </label>
          <button type="submit">{part.received === null ? "Note it" : "Change it"}</button>
        </form>
        <div class="others">
          <Switch
            label="Confirmed with them"
            of={part.name}
            on={part.confirmed}
            flip={() => note({ confirmed: !part.confirmed })}
          />
          {(part.received === null || part.short_notice || part.late_hire) && (
            <Switch
              label="Late hire: I attest it"
              of={part.name}
              on={part.late_hire}
              flip={() => note({ late_hire: !part.late_hire })}
            />
          )}
        </div>
        <Said said={said} />
      </details>
    </li>
  );
}

function before(ms: number): string {
  const hours = Math.round(Math.abs(ms) / 3_600_000);
  return `${hours} hours ${ms < 0 ? "after" : "before"} call`;
}
