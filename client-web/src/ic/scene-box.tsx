import { useState } from "preact/hooks";
import { OverrideChoice } from "../ad/override";
import { missingFor, STATUS, STATUSES } from "../floor";
import { LONGEST_NUMBER } from "../limits";
import type { Page } from "../page";
import type { IcView } from "../protocol";
import { useAsk, useStatus } from "../receiver";
import { Said } from "./panel-head";

/** The scene and its status. The 1st AD usually sets them; the IC may. */
export function SceneBox({ page }: { page: Page<IcView> }) {
  const { view } = page;
  const { scene } = view;
  const { to, refused, said, giveUp } = useStatus(page);
  return (
    <section class="box" aria-labelledby="scene-head">
      <h2 id="scene-head" class="scene-now">
        {scene ? (
          <>
            <bdi class="scene-id">{scene.id}</bdi>
            <span>
              {scene.setup && (
                <>
                  setup <bdi>{scene.setup}</bdi>
                </>
              )}
              {scene.take > 0 && ` take ${scene.take}`}
            </span>
            <b>{STATUS[scene.status]}</b>
          </>
        ) : (
          "No scene is open"
        )}
      </h2>
      {scene?.title && (
        <p class="quiet">
          <bdi>{scene.title}</bdi>
        </p>
      )}
      <details class="tucked" open={!scene}>
        <summary>{scene ? "Change scene, setup or status" : "Open a scene"}</summary>
        {scene && (
          <div class="chips">
            {STATUSES.map((status) => (
              <button key={status} type="button" aria-pressed={scene.status === status} onClick={() => to(status)}>
                {STATUS[status]}
              </button>
            ))}
          </div>
        )}
        <Planned page={page} />
        <SceneForm page={page} />
      </details>
      <Said said={refused ? "" : said} />
      {refused && (
        <OverrideChoice
          missing={missingFor(refused, view, null)}
          act={refused === "wrapped" ? "wrap" : "roll"}
          choose={(override) => to(refused, override)}
          close={giveUp}
        />
      )}
    </section>
  );
}

/** Scenes of the plan, opened by a tap. */
function Planned({ page }: { page: Page<IcView> }) {
  const { plan, scene } = page.view;
  const { said, ask } = useAsk(page);
  const others = plan?.scenes.filter(({ id, wrapped }) => id !== scene?.id && !wrapped) ?? [];
  if (others.length === 0 || scene?.status === "rolling") return null;
  return (
    <>
      <p class="quiet">Of the plan:</p>
      <div class="chips">
        {others.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            title={title}
            onClick={() => ask({ kind: "status", status: "blocking", scene: id })}
          >
            Open <bdi>{id}</bdi>
          </button>
        ))}
      </div>
      <Said said={said} />
    </>
  );
}

function SceneForm({ page }: { page: Page<IcView> }) {
  const { scene } = page.view;
  const { said, ask } = useAsk(page);
  const [id, setId] = useState("");
  const [setup, setSetup] = useState("");
  return (
    <form
      class="row"
      onSubmit={async (e) => {
        e.preventDefault();
        const other = id.trim();
        const answer = await ask({
          kind: "status",
          status: other || !scene ? "blocking" : scene.status,
          scene: other || undefined,
          setup: setup.trim() || undefined,
        });
        if (!answer.ok) return;
        setId("");
        setSetup("");
      }}
    >
      <label>
        Scene
        <input
          value={id}
          maxLength={LONGEST_NUMBER}
          placeholder={scene?.id ?? "42A"}
          onInput={(e) => setId(e.currentTarget.value)}
        />
      </label>
      <label>
        Setup
        <input
          value={setup}
          maxLength={LONGEST_NUMBER}
          placeholder={scene?.setup}
          onInput={(e) => setSetup(e.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={!id.trim() && (!setup.trim() || !scene || scene.status === "rolling")}>
        Open
      </button>
      <Said said={said} />
    </form>
  );
}
