import { useEffect, useState } from "preact/hooks";
import { ROLE } from "../floor";
import { NoPhoneYet, QrCode, WifiCode } from "../laptop/qr";
import { LONGEST_NAME } from "../limits";
import type { Page } from "../page";
import type { IcView, InviteView, PersonId, PersonView, Role } from "../protocol";
import { useAsk } from "../receiver";
import { PanelHead, Said } from "./panel-head";

/** Whose code is to be seen: who holds the button for this performer. */
export interface Wish {
  role: Role;
  for: PersonId;
}

const WIFI = "wifi";

/** QR codes to hand out: standing ones by role, and personal ones for an IC or a 1st AD. */
export function Codes({ page, wish, close }: { page: Page<IcView>; wish: Wish | null; close(): void }) {
  const { invites, wifi, people } = page.view;
  const [chosen, setChosen] = useState<string | null>(null);
  const wished = wish ? invites.filter((i) => i.role === wish.role && i.for === wish.for).at(-1) : undefined;
  const invite = invites.find((i) => i.invite === chosen) ?? wished ?? invites[0];
  const showWifi = wifi !== null && chosen === WIFI;
  return (
    <section class="box" aria-labelledby="codes-head">
      <PanelHead id="codes-head" title="QR codes" close={close} />
      <div class="chips">
        {wifi && (
          <button type="button" aria-pressed={showWifi} onClick={() => setChosen(WIFI)}>
            Wi-Fi
          </button>
        )}
        {invites.map((i) => (
          <button
            key={i.invite}
            type="button"
            aria-pressed={i === invite && !showWifi}
            onClick={() => setChosen(i.invite)}
          >
            {ROLE[i.role]}
            {nameOf(i, people) && (
              <>
                : <bdi>{nameOf(i, people)}</bdi>
              </>
            )}
          </button>
        ))}
      </div>
      {showWifi && wifi && <WifiCode wifi={wifi} />}
      {!showWifi && invite && <OneCode key={invite.invite} invite={invite} name={nameOf(invite, people)} />}
      <Personal page={page} made={setChosen} />
    </section>
  );
}

function nameOf(invite: InviteView, people: PersonView[]): string {
  if (invite.for === null) return invite.name;
  return `for ${people.find(({ id }) => id === invite.for)?.name ?? "somebody who is gone"}`;
}

function OneCode({ invite, name }: { invite: InviteView; name: string }) {
  const waiting = useTwentySeconds() && !invite.reached;
  return (
    <div class="one-code">
      <QrCode text={invite.url} reached={invite.reached} label={`QR code: ${ROLE[invite.role]} ${name}`} />
      <p>{whoFor(invite, name)}</p>
      {waiting && <NoPhoneYet />}
    </div>
  );
}

function whoFor(invite: InviteView, name: string) {
  if (invite.role === "watcher" || invite.role === "chaperone") {
    return (
      <>
        {ROLE[invite.role]} <bdi>{name}</bdi>. Who scans it waits until you admit them by name
        {invite.single_use && "; it works once"}.
      </>
    );
  }
  if (invite.single_use) {
    return (
      <>
        For <bdi>{invite.name || "one person"}</bdi> only: it works once. Show it to nobody else.
      </>
    );
  }
  return invite.role === "performer"
    ? "For performers. Who scans it waits until you admit them by name."
    : "Who scans it sees only what is public on set.";
}

function useTwentySeconds(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), 20_000);
    return () => clearTimeout(timer);
  }, []);
  return over;
}

function Personal({ page, made }: { page: Page<IcView>; made(invite: string): void }) {
  const { invites } = page.view;
  const { said, ask } = useAsk(page);
  const [name, setName] = useState("");
  const [asked, setAsked] = useState<{ role: Role; name: string; before: string[] } | null>(null);
  useEffect(() => {
    const fresh =
      asked && invites.find((i) => i.name === asked.name && i.role === asked.role && !asked.before.includes(i.invite));
    if (!fresh) return;
    made(fresh.invite);
    setAsked(null);
    setName("");
  }, [invites, asked, made]);
  const make = async (role: Role) => {
    const wish = { role, name: name.trim(), before: invites.map((i) => i.invite) };
    setAsked(wish);
    const answer = await ask({ kind: "invite", role, name: wish.name });
    if (!answer.ok) setAsked(null);
  };
  const ready = name.trim() !== "" && !asked;
  return (
    <div class="personal">
      <h3>For one person</h3>
      <p class="quiet">
        A 1st AD’s or another IC’s code is made for one name and works once. When it is an IC’s, every IC and 1st AD is
        told.
      </p>
      <label>
        Their name
        <input value={name} maxLength={LONGEST_NAME} onInput={(e) => setName(e.currentTarget.value)} />
      </label>
      <div class="others">
        <button type="button" disabled={!ready} onClick={() => make("ad")}>
          Make a 1st AD’s code
        </button>
        <button type="button" disabled={!ready} onClick={() => make("ic")}>
          Make an IC’s code
        </button>
      </div>
      <Said said={said} />
    </div>
  );
}
