import type { Screen } from "./screen";

/** What is done with a page in one of its main states, `name`: it is checked, or photographed. */
export type Look = (screen: Screen, name: string, line: string) => Promise<void>;
