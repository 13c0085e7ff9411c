import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { PartedLink } from "../shapes";
import { kept } from "../storage";
import type { Now, Store } from "../store";
import { words } from "../words/en";
import { whyStopped } from "./why-stopped";

const said = words.entry;

/** Everything before a person is in: no code, which name, connecting, not let back. */
export function Entry({ now, store }: { now: Exclude<Now, { at: "in" }>; store: Store }) {
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
    case "stopped":
      return <Stopped now={now} store={store} />;
  }
}

function Sheet(props: { title: string; trouble?: boolean; children?: ComponentChildren }) {
  // Where the clock was, nothing lights up, whatever happens to the line.
  const dim = kept<boolean>("clock", "session");
  return (
    <main class={dim ? "sheet sheet-dim" : "sheet"}>
      <p class="sheet-mark">{said.title}</p>
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
      <p class="sheet-kept">{said.kept}</p>
    </Sheet>
  );
}

/** Codes that the person may get past by scanning the same code as somebody new. */
const ASK_AGAIN = ["revoked", "unknown_token"];
/** Codes that time or another try may mend. */
const TRY_AGAIN = ["too_many", "closed", "bad_frame", "too_large", "wrong_version"];

function Stopped({ now, store }: { now: Extract<Now, { at: "stopped" }>; store: Store }) {
  const { code } = now.stopped;
  if (code === "elsewhere") {
    return (
      <Sheet title={said.elsewhere} trouble>
        <p>{said.elsewhereHow}</p>
        <button type="button" class="sheet-go" onClick={store.takeBack}>
          {said.takeBack}
        </button>
      </Sheet>
    );
  }
  const { title, how } = whyStopped(now.stopped);
  return (
    <Sheet title={title} trouble>
      {how.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {now.canAskAgain && ASK_AGAIN.includes(code) && (
        <button type="button" class="sheet-go" onClick={store.askAgain}>
          {said.askAgain}
        </button>
      )}
      {TRY_AGAIN.includes(code) && (
        <button type="button" class="sheet-go" onClick={() => location.reload()}>
          {said.again}
        </button>
      )}
      {now.known && (
        <button type="button" class="sheet-go" onClick={store.resume}>
          {said.goOnAs(now.known.name)}
        </button>
      )}
    </Sheet>
  );
}
