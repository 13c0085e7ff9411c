import type { SceneView, SetView } from "../protocol";
import { words } from "../words";

/** Scene, setup, take, status, set access and notice in a few short lines: what everybody may know. */
export function SetLine({ scene, set }: { scene: SceneView | null; set: SetView }) {
  return (
    <div class="set-line">
      <p>{scene ? <Scene scene={scene} /> : words.noScene}</p>
      <p>
        {scene && (
          <>
            <strong>{words.status[scene.status]}</strong>
            {" · "}
          </>
        )}
        {words.access[set.access]}
      </p>
      {set.notice && (
        <p>
          <bdi>{set.notice}</bdi>
        </p>
      )}
    </div>
  );
}

/** `Scene 42A · Setup B · Take 3` */
export function Scene({ scene, title = true }: { scene: SceneView; title?: boolean }) {
  return (
    <>
      <bdi>{words.scene(scene.id)}</bdi>
      {title && scene.title && (
        <>
          {" "}
          <bdi>{scene.title}</bdi>
        </>
      )}
      {scene.setup && (
        <>
          {" · "}
          <bdi>{words.setup(scene.setup)}</bdi>
        </>
      )}
      {scene.take > 0 && ` · ${words.take(scene.take)}`}
    </>
  );
}
