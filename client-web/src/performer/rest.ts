// What comes right after the button works, as one file.
import "./rest.css";

export { Stopped } from "../join/stopped";
export { Meanwhile } from "../public/meanwhile";
export { Cards } from "./cards";
