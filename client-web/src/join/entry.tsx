import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useRest } from "../performer/later";
import { PartedLink } from "../shapes";
import { kept } from "../storage";
import type { Now, Store } from "../store";
import { words } from "../words";
import { ChooseLanguage } from "../words/choose";

export type Ended = Extract<Now, { at: "stopped" | "goodbye" }>;

/** Everything before a person is in: no code, which name, connecting, not let back. */
export function Entry({ now, store }: { now: Exclude<Now, { at: "in" }>; store: Store }) {
  const said = words.entry;
  switch (now.at) {
    case "no_code":
      return (
        <Sheet title={said.noCode}>
          <p>{said.noCodeHow}</p>
        </Sheet>
      );
    case "name":
      return <Name now={now} store={store} />;
    case "connecting":
      return now.trouble ? (
        <Sheet title={said.looking} trouble>
          <p>{said.lookingHow}</p>
        </Sheet>
      ) : (
        <Sheet title={said.connecting} />
      );
    case "goodbye":
    case "stopped":
      return <End now={now} store={store} />;
  }
}

/** The page may not come back. What to do now is fetched; until then the hub's own sentence stands there. */
function End({ now, store }: { now: Ended; store: Store }) {
  const { rest } = useRest();
  const dim = now.at === "goodbye" && now.dim;
  if (rest) return <rest.Stopped now={now} store={store} />;
  return <Sheet title={now.at === "stopped" ? now.stopped.message : ""} dim={dim} />;
}

export function Sheet(props: { title: string; trouble?: boolean; dim?: boolean; children?: ComponentChildren }) {
  // Where the clock was, nothing lights up, whatever happens to the line.
  const dim = props.dim || kept<boolean>("clock", "session");
  return (
    <main class={dim ? "sheet sheet-dim" : "sheet"}>
      <p class="sheet-mark">{words.entry.title}</p>
      <div role={props.trouble ? "alert" : "status"}>
        <h1 class={props.trouble ? "sheet-title trouble" : "sheet-title"}>
          {props.trouble && <PartedLink />} {props.title}
        </h1>
      </div>
      {props.children}
    </main>
  );
}

function Name({ now, store }: { now: Extract<Now, { at: "name" }>; store: Store }) {
  const said = words.entry;
  const { known } = now;
  const [name, setName] = useState(known?.name ?? "");
  const [work, setWork] = useState("");
  const come = (event: Event) => {
    event.preventDefault();
    store.join(name.trim(), work.trim());
  };
  return (
    <Sheet title={said.hello}>
      {now.no && (
        <p class="card trouble" role="alert">
          {now.no}
        </p>
      )}
      <form class="sheet-form" onSubmit={come}>
        <label>
          <span>{said.name}</span>
          <input
            name="name"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
            maxLength={40}
            dir="auto"
            autocomplete="off"
            autocapitalize="words"
            enterkeyhint="go"
            aria-describedby="name-hint"
          />
          <small id="name-hint">{said.nameHint}</small>
        </label>
        <label>
          <span>
            {said.work} <small>{said.optional}</small>
          </span>
          <input
            name="work"
            value={work}
            onInput={(event) => setWork(event.currentTarget.value)}
            maxLength={40}
            dir="auto"
            autocomplete="off"
            enterkeyhint="go"
          />
        </label>
        <button type="submit" class="sheet-go">
          {said.come}
        </button>
      </form>
      {known && (
        <p class="sheet-known">
          {said.knownAs(words.role[known.role])}{" "}
          <button type="button" onClick={store.resume}>
            {said.goOnAs(known.name)}
          </button>
        </p>
      )}
      <ChooseLanguage />
      <p class="sheet-kept">{said.kept}</p>
    </Sheet>
  );
}
