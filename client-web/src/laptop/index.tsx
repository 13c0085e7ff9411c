import { useEffect, useState } from "preact/hooks";
import { ROLE } from "../floor";
import type { InviteView, LaptopPage } from "../protocol";
import { localKey, localPage, switchAddress } from "./local";
import { NoPhoneYet, QrCode, WifiCode } from "./qr";
import "./laptop.css";

/** Without a phone for so long: the usual causes. */
const NO_PHONE_MS = 20_000;

/** The hub's own page on the laptop: the network and the codes. Nothing about signals: it may stand in village. */
export default function Laptop() {
  const [key] = useState(localKey);
  const [page, setPage] = useState<LaptopPage | null>(null);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    const look = () =>
      localPage(key).then(
        (now) => {
          setPage(now);
          setGone(false);
        },
        () => setGone(true),
      );
    void look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [key]);
  if (!page) return <main class="laptop">{gone && <Gone />}</main>;
  return (
    <LaptopView
      page={page}
      gone={gone}
      address={(address) => switchAddress(key, address).then(setPage, () => setGone(true))}
    />
  );
}

interface ViewProps {
  page: LaptopPage;
  gone: boolean;
  address(address: string): void;
}

export function LaptopView({ page, gone, address }: ViewProps) {
  const standing = page.invites.filter((i) => i.role !== "ic");
  const claim = page.invites.find((i) => i.role === "ic");
  return (
    <main class="laptop" data-gone={gone}>
      <header>
        <h1>
          <bdi>{page.name}</bdi>
        </h1>
        <p>Quiet Hold runs on this laptop. Leave it open and plugged in.</p>
      </header>
      {gone && <Gone />}
      {page.log_saved && <p class="notice trouble">{page.log_saved}</p>}
      <Network page={page} address={address} />
      {(page.waiting_ms ?? 0) >= NO_PHONE_MS && <NoPhoneYet />}
      {claim && !page.claimed && <Claim invite={claim} />}
      <section class="codes" aria-label="Codes for phones">
        {page.wifi && (
          <article>
            <h2>Wi-Fi</h2>
            <WifiCode wifi={page.wifi} />
          </article>
        )}
        {standing.map((invite) => (
          <article key={invite.invite}>
            <h2>{ROLE[invite.role]}</h2>
            <QrCode text={invite.url} reached={invite.reached} label={`QR code: ${ROLE[invite.role]}`} />
            <p>{FOR[invite.role]}</p>
          </article>
        ))}
      </section>
    </main>
  );
}

const FOR: Record<InviteView["role"], string> = {
  performer: "Wait on the phone until the IC lets you in by name.",
  crew: "Scene, status and set access, on any phone or in video village.",
  door: "For the display at the stage door.",
  watcher: "",
  chaperone: "",
  ic: "",
  ad: "",
};

function Gone() {
  return (
    <p class="notice trouble" role="alert">
      <strong>The hub does not answer.</strong> Start it again in its window; phones come back by themselves. If this
      page stays so, close it and open the address that the window shows.
    </p>
  );
}

function Network({ page, address }: Pick<ViewProps, "page" | "address">) {
  return (
    <section class="network" aria-label="Network">
      <p>
        Phones come to <b>{page.address}</b> <span>({page.interface})</span>
      </p>
      {page.advice && <p class="advice">{page.advice}</p>}
      {page.others.length > 0 && (
        <details>
          <summary>Another network</summary>
          <p>Choose the one that the phones are on. The codes below change; phones that are in stay in.</p>
          <ul>
            {page.others.map((other) => (
              <li key={other.address}>
                <button type="button" onClick={() => address(other.address)}>
                  {other.address} <span>({other.interface})</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Owning the laptop makes nobody the IC: the code shows on a tap only, and is gone once an IC has joined. */
function Claim({ invite }: { invite: InviteView }) {
  const [shown, setShown] = useState(false);
  return (
    <section class="claim" aria-label="For the intimacy coordinator">
      <p>
        <b>No intimacy coordinator has joined yet.</b> This is for the IC alone.
      </p>
      <div class="row">
        <button type="button" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? "Hide the IC’s code" : "Show the IC’s code"}
        </button>
        <button type="button" onClick={() => location.assign(`/#${invite.invite}`)}>
          I am the IC on this laptop
        </button>
      </div>
      {shown && <QrCode text={invite.url} reached={invite.reached} label="QR code for the intimacy coordinator" />}
    </section>
  );
}
