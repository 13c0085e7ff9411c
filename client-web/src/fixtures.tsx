import "./look.css";
import { render } from "preact";
import Ad from "./ad";
import { TAKES } from "./ad/fixtures";
import Ic from "./ic";
import { DAYS } from "./ic/days";
import { Entry } from "./join/entry";
import { ENDS, type EntryState } from "./join/fixtures";
import { LaptopView } from "./laptop";
import { LAPTOPS } from "./laptop/fixtures";
import { ASKED } from "./performer/fixtures";
import { Performer } from "./performer/performer";
import { Crew } from "./public/crew";
import { Door } from "./public/door";
import { Waiting } from "./public/waiting";
import { Watcher } from "./watcher";
import { HOLDERS } from "./watcher/fixtures";
import { type Language, onWords, pageLanguage, sayTradeWords, speak } from "./words";
import "./entry.css";

// A page for looking at the pages without a hub: /fixtures.html?lang=ar#performer/plan. Never part of the build.

function show() {
  const root = document.getElementById("app") as HTMLElement;
  const [screen = "", name = ""] = location.hash.slice(1).split("/");
  const day = DAYS[name];
  const take = TAKES[name];
  const laptop = LAPTOPS[name];
  const asked = ASKED[name];
  const holder = HOLDERS[name];
  const end = ENDS[name];
  sayTradeWords(asked?.view.hub);
  pageLanguage(screen === "ic" || screen === "ad" ? screen : undefined);
  if (screen === "ic" && day) render(<Ic {...day} />, root);
  else if (screen === "ad" && take) render(<Ad {...take} />, root);
  else if (screen === "laptop" && laptop)
    render(<LaptopView page={laptop} gone={name === "gone"} address={() => {}} />, root);
  else if (screen === "performer" && asked) render(<Performer {...asked} />, root);
  else if (screen === "waiting" && asked) render(<Waiting {...asked} />, root);
  else if (screen === "crew" && asked) render(<Crew {...asked} />, root);
  else if (screen === "door" && asked) render(<Door {...asked} />, root);
  else if (screen === "watcher" && holder) render(<Watcher {...holder} />, root);
  else if (screen === "join" && end) render(<Entry {...(end as EntryState)} />, root);
  else render(<List />, root);
}

function List() {
  const all = { ic: DAYS, ad: TAKES, laptop: LAPTOPS, performer: ASKED, watcher: HOLDERS, join: ENDS };
  return (
    <ul>
      {Object.entries(all).flatMap(([screen, states]) =>
        Object.keys(states).map((name) => (
          <li key={screen + name}>
            <a href={`#${screen}/${name}`}>
              {screen}/{name}
            </a>
          </li>
        )),
      )}
    </ul>
  );
}

addEventListener("hashchange", show);
onWords(show);
const wish = new URLSearchParams(location.search).get("lang");
if (wish) void speak(wish as Language);
