// What comes right after the button works, as one file.
import "./rest.css";

export { Stopped } from "../join/stopped";
export { Meanwhile } from "../public/meanwhile";
export { no } from "../words/no";
export { Around } from "./around";
export { Asked } from "./asked";
export { Below } from "./below";
export { Closure } from "./closure";
export { LearnKeys } from "./learn";
export { Gate, OwnCode } from "./own-code";
export { PressTest } from "./press-test";
