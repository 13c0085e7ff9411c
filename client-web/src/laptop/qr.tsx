import { useEffect, useState } from "preact/hooks";
import { renderSVG } from "uqr";
import { Tick } from "../more-shapes";
import type { WifiView } from "../protocol";
import "./qr.css";

/**
 * A QR code, drawn by the page itself: what is in it must not cross the air to be drawn. `reached` is null where the
 * hub can't know whether a phone came by it.
 */
export function QrCode({ text, reached, label }: { text: string; reached: boolean | null; label: string }) {
  const [picture, setPicture] = useState("");
  useEffect(() => {
    const svg = renderSVG(text, { ecc: "M", border: 4 });
    const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    setPicture(url);
    return () => URL.revokeObjectURL(url);
  }, [text]);
  return (
    <figure class="qr" data-reached={reached === true}>
      {picture && <img src={picture} alt={label} width="240" height="240" />}
      {reached !== null && (
        <figcaption>
          {reached ? (
            <>
              <Tick /> This address works: a phone has reached it
            </>
          ) : (
            "No phone has reached this address yet"
          )}
        </figcaption>
      )}
    </figure>
  );
}

/** The set's own Wi-Fi, for phones that are not on it yet. */
export function WifiCode({ wifi }: { wifi: WifiView }) {
  return (
    <div class="wifi-code">
      <QrCode text={wifi.code} reached={null} label={`QR code: the Wi-Fi ${wifi.ssid}`} />
      <p>
        Joins the Wi-Fi “<bdi>{wifi.ssid}</bdi>”. First this, then the code of the part.
      </p>
    </div>
  );
}

/** The three usual causes, after twenty seconds without a phone. */
export function NoPhoneYet() {
  return (
    <section class="no-phone" aria-label="No phone yet?">
      <p>
        <b>No phone yet?</b>
      </p>
      <ol>
        <li>
          <b>Another Wi-Fi.</b> The phone must be on the same network as this laptop, not on mobile data.
        </li>
        <li>
          <b>The Wi-Fi keeps its guests apart</b> (“client isolation”, common on guest networks). Use another one, or a
          router or hotspot of your own.
        </li>
        <li>
          <b>The laptop’s firewall.</b> Allow incoming connections for Quiet Hold.
        </li>
      </ol>
    </section>
  );
}
