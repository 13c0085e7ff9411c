import { useState } from "preact/hooks";
import { clock, missingFor, STATUS, STATUSES, sceneLine } from "../floor";
import { LONGEST_NUMBER } from "../limits";
import type { Page } from "../page";
import type { AdView, Status } from "../protocol";
import { useAsk, useStatus } from "../receiver";
import { OverrideChoice } from "./override";

// ROLL and CUT have their own large places.
const SMALL = STATUSES.filter((status) => status !== "rolling" && status !== "cut");

/** Scene, setup, and the statuses, each of which may be skipped. */
export function AdScene({ page }: { page: Page<AdView> }) {
  const { scene, closures_open } = page.view;
  const { to, refused, said, giveUp } = useStatus(page);
  return (
    <section class="ad-box" aria-labelledby="ad-scene">
      <h2 id="ad-scene">
        <bdi>{sceneLine(scene)}</bdi>
        {scene?.title && (
          <small>
            <bdi>{scene.title}</bdi>
          </small>
        )}
      </h2>
      {scene && (
        <div class="ad-chips">
          {SMALL.map((status) => (
            <button key={status} type="button" aria-pressed={scene.status === status} onClick={() => to(status)}>
              {STATUS[status]}
            </button>
          ))}
        </div>
      )}
      {refused ? (
        <OverrideChoice
          missing={missingFor(refused, page.view, closures_open)}
          act={refused === "wrapped" ? "wrap" : "roll"}
          choose={(override) => to(refused, override)}
          close={giveUp}
        />
      ) : (
        <p class="ad-said" role="status">
          {said}
        </p>
      )}
      <details open={!scene}>
        <summary>{scene ? "Another setup or scene" : "Open a scene"}</summary>
        <Planned page={page} />
        <SceneForm page={page} />
      </details>
    </section>
  );
}

/** Scenes of the plan, opened by a tap. */
function Planned({ page }: { page: Page<AdView> }) {
  const { scene, scenes } = page.view;
  const { said, ask } = useAsk(page);
  const others = scenes.filter(({ id }) => id !== scene?.id);
  if (others.length === 0) return null;
  return (
    <>
      <ul class="ad-scenes">
        {others.map(({ id, title, call, wrapped }) => (
          <li key={id}>
            <button
              type="button"
              disabled={scene?.status === "rolling"}
              onClick={async () => {
                const answer = await ask({ kind: "status", status: "blocking", scene: id });
                // Back to the one word.
                if (answer.ok) scrollTo(0, 0);
              }}
            >
              <b>
                <bdi>{id}</bdi>
              </b>{" "}
              <bdi>{title}</bdi>{" "}
              <small>
                {[call !== null && clock(call).slice(0, 5), wrapped && "wrapped"].filter(Boolean).join(", ")}
              </small>
            </button>
          </li>
        ))}
      </ul>
      <p class="ad-said" role="status">
        {said}
      </p>
    </>
  );
}

function SceneForm({ page }: { page: Page<AdView> }) {
  const { scene } = page.view;
  const { said, ask } = useAsk(page);
  const [setup, setSetup] = useState("");
  const [other, setOther] = useState("");
  const send = async (status: Status, sceneId: string, setupId: string, clear: () => void) => {
    const answer = await ask({ kind: "status", status, scene: sceneId || undefined, setup: setupId || undefined });
    if (!answer.ok) return;
    clear();
    // Back to the one word.
    scrollTo(0, 0);
  };
  return (
    <>
      {scene && (
        <form
          onSubmit={(e) => {
            e.preventDefault();
            void send(scene.status, "", setup.trim(), () => setSetup(""));
          }}
        >
          <label>
            Setup
            <input
              value={setup}
              maxLength={LONGEST_NUMBER}
              placeholder={scene.setup}
              onInput={(e) => setSetup(e.currentTarget.value)}
            />
          </label>
          <button type="submit" disabled={!setup.trim() || scene.status === "rolling"}>
            New setup
          </button>
        </form>
      )}
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void send("blocking", other.trim(), "", () => setOther(""));
        }}
      >
        <label>
          Scene
          <input
            class="scene-number"
            value={other}
            maxLength={LONGEST_NUMBER}
            placeholder="42A"
            onInput={(e) => setOther(e.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={!other.trim() || scene?.status === "rolling"}>
          Open scene
        </button>
      </form>
      <p class="ad-said" role="status">
        {said}
      </p>
    </>
  );
}
