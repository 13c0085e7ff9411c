import "./look.css";
import { render } from "preact";
import Ad from "./ad";
import { TAKES } from "./ad/fixtures";
import Ic from "./ic";
import { DAYS } from "./ic/days";
import { LaptopView } from "./laptop";
import { LAPTOPS } from "./laptop/fixtures";
import { ASKED } from "./performer/fixtures";
import { Performer } from "./performer/performer";
import "./entry.css";

// A page for looking at the pages without a hub: /fixtures.html#ic/calm. Never part of the build.

function show() {
  const root = document.getElementById("app") as HTMLElement;
  const [screen = "", name = ""] = location.hash.slice(1).split("/");
  const day = DAYS[name];
  const take = TAKES[name];
  const laptop = LAPTOPS[name];
  const asked = ASKED[name];
  if (screen === "ic" && day) render(<Ic {...day} />, root);
  else if (screen === "ad" && take) render(<Ad {...take} />, root);
  else if (screen === "laptop" && laptop)
    render(<LaptopView page={laptop} gone={name === "gone"} address={() => {}} />, root);
  else if (screen === "performer" && asked) render(<Performer {...asked} />, root);
  else render(<List />, root);
}

function List() {
  const all = { ic: DAYS, ad: TAKES, laptop: LAPTOPS, performer: ASKED };
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
show();
