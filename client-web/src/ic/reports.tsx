import { useEffect, useRef, useState } from "preact/hooks";
import type { Page, Report } from "../page";
import type { IcView, Reader, Role } from "../protocol";
import { useAsk } from "../receiver";
import { Said } from "./panel-head";
import { FOR, fileName } from "./record";

/** The day's reports, each saved as one file on this device. */
export function Reports({ page }: { page: Page<IcView> }) {
  const { said, ask } = useAsk(page);
  const [wanted, setWanted] = useState<Reader | null>(null);
  const [saved, setSaved] = useState<Report | null>(null);
  const before = useRef(page.report);
  useEffect(() => {
    const { report } = page;
    if (!wanted || !report || report === before.current || report.for !== wanted) return;
    setWanted(null);
    setSaved(report);
    save(fileName(page.view, report.for, page.hubNow(), "html"), "text/html", report.html);
  }, [page.report, wanted]);
  const make = async (reader: Reader) => {
    before.current = page.report;
    setSaved(null);
    setWanted(reader);
    const answer = await ask({ kind: "report", for: reader });
    if (!answer.ok) setWanted(null);
  };
  return (
    <div class="reports">
      <div class="others">
        {(["ic", "production"] as const).map((reader) => (
          <button key={reader} type="button" disabled={wanted !== null} onClick={() => make(reader)}>
            {wanted === reader ? "Writing it …" : FOR[reader]}
          </button>
        ))}
      </div>
      {saved && (
        <div class="others">
          <p class="quiet" role="status">
            Saved as {fileName(page.view, saved.for, page.hubNow(), "html")}
            {saved.for === "ic" && `. ${whoseNames(saved)} Keep it where only you can read it.`}
          </p>
          <button
            type="button"
            class="minor"
            onClick={() => save(fileName(page.view, saved.for, page.hubNow(), "json"), "application/json", saved.json)}
          >
            The same as JSON
          </button>
        </div>
      )}
      <Said said={said} />
    </div>
  );
}

/** Whose names stand in it: after a wrap without names only the ICs' and the 1st ADs'. */
function whoseNames(report: Report): string {
  const { people }: { people: { role: Role; who: string | null }[] } = JSON.parse(report.json).story;
  const theirs = people.filter(({ role }) => role !== "ic" && role !== "ad");
  return theirs.length > 0 && theirs.every(({ who }) => who === null)
    ? "It has the names of the ICs and 1st ADs only."
    : "It has the names of everybody who was inside.";
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some phones read the file only after the tap is over.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
