import "./look.css";
import "./entry.css";
import { render } from "preact";
import { App } from "./app";
import { prepare } from "./dial";
import { Store } from "./store";
import { speak, wanted } from "./words";

const root = document.getElementById("app") as HTMLElement;

// The hub's own page, on the laptop that it runs on, is nobody's: no socket, no person.
if (location.pathname === "/hub") import("./laptop").then(({ default: Laptop }) => render(<Laptop />, root));
else {
  prepare().then(
    () => render(<App store={new Store()} />, root),
    () => setTimeout(() => location.reload(), 2000),
  );
  void speak(wanted());
}
