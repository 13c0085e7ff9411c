import { kept } from "../storage";

/** There is a code of one's own on this device (code.ts). */
export const hasCode = (): boolean => kept("code") !== null;
