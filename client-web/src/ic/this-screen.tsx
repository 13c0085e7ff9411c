import { useState } from "preact/hooks";
import { type Earpiece, EarpieceSwitch } from "../earpiece-switch";
import { isCode } from "../performer/code";
import type { Names } from "./names";
import { Switch } from "./panel-head";

interface Props {
  names: Names;
  earpiece: Earpiece;
  bright: boolean;
  switchLook(): void;
}

/** What is set on this device alone. */
export function ThisScreen({ names, earpiece, bright, switchLook }: Props) {
  return (
    <section class="box" aria-labelledby="screen-head">
      <h2 id="screen-head">This screen</h2>
      <NamesHide names={names} />
      <EarpieceSwitch earpiece={earpiece} />
      <button type="button" class="minor look" onClick={switchLook}>
        {bright ? "Dark screen, for the set" : "Bright screen, for the sun"}
      </button>
    </section>
  );
}

function NamesHide({ names }: { names: Names }) {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState("");
  return (
    <details class="tucked">
      <summary>
        Names hide after a minute untouched
        {names.pin ? ", behind a PIN" : ""}
      </summary>
      <p class="quiet">
        A press brings them back{names.pin && ", with your PIN"}. Alerts never hide: a touch on one names its person,
        without a PIN.
      </p>
      <div class="others">
        <button type="button" class="hide-now" onClick={names.hideNow}>
          Hide them now
        </button>
        <Switch
          label="PIN on this device"
          on={names.pin}
          flip={() => {
            if (names.pin) names.setPin(null);
            else setAsking(!asking);
          }}
        />
      </div>
      {asking && !names.pin && (
        <form
          class="row"
          onSubmit={(e) => {
            e.preventDefault();
            names.setPin(typed);
            setTyped("");
            setAsking(false);
          }}
        >
          <PinField label="Four digits that you remember" value={typed} change={setTyped} />
          <button type="submit" disabled={!isCode(typed)}>
            Set it
          </button>
        </form>
      )}
    </details>
  );
}

function PinField({ label, value, change }: { label: string; value: string; change(pin: string): void }) {
  return (
    <label>
      {label}
      <input
        class="pin"
        value={value}
        inputMode="numeric"
        autocomplete="off"
        maxLength={4}
        onInput={(e) => change(e.currentTarget.value.replace(/\D/g, ""))}
      />
    </label>
  );
}

/** In the set's place while the names are behind the PIN. */
export function Unlock({ names }: { names: Names }) {
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState("");
  return (
    <form
      class="box unlock"
      onSubmit={(e) => {
        e.preventDefault();
        const tried = names.unlock(typed);
        setWrong(tried.open ? "" : notIt(tried.waitMs));
        setTyped("");
      }}
    >
      <h2>Names are hidden</h2>
      <p class="quiet">Alerts and the floor work as before. For everything else:</p>
      <div class="row">
        <PinField label="Your PIN" value={typed} change={setTyped} />
        <button type="submit" disabled={!isCode(typed)}>
          Show names
        </button>
      </div>
      <p class="said" role="status">
        {wrong}
      </p>
    </form>
  );
}

function notIt(waitMs: number): string {
  const wait = waitMs > 0 ? ` Wait ${Math.ceil(waitMs / 1000)} s before the next try.` : "";
  return `That is not the PIN.${wait} Forgotten: come in again with a new IC’s code; alerts go on meanwhile.`;
}
