import { useState } from "preact/hooks";
import { OverrideChoice } from "../ad/override";
import { STATUS, STATUSES } from "../floor";
import { LONGEST_NUMBER } from "../limits";
import type { Page } from "../page";
import type { IcView, Override, Status } from "../protocol";
import { useAsk } from "../receiver";
import { Said } from "./panel-head";

/** The scene and its status. The 1st AD usually sets them; the IC may. */
export function SceneBox({ page }: { page: Page<IcView> }) {
  const { view } = page;
  const { scene } = view;
  const { said, ask, hush } = useAsk(page);
  const [refused, setRefused] = useState(false);
  const to = async (status: Status, override?: Override) => {
    setRefused(false);
    const answer = await ask({ kind: "status", status, override });
    setRefused(!answer.ok && answer.code === "not_ready_to_roll");
  };
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
        <SceneForm page={page} />
      </details>
      <Said said={refused ? "" : said} />
      {refused && (
        <OverrideChoice
          ready={view.ready}
          choose={(override) => to("rolling", override)}
          close={() => {
            setRefused(false);
            hush();
          }}
        />
      )}
    </section>
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
