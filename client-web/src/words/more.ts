import { onWords, said } from ".";
import { more as english, type More } from "./en-more";

/** What comes right after the button works, in the language of now. Read it anew each time that you paint. */
export let more: More = english;

onWords(() => {
  more = said(english);
});
