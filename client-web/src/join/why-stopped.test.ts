import { describe, expect, it } from "vitest";
import { more } from "../words/more";
import { whyStopped } from "./why-stopped";

const { titles, how } = more.stopped;

describe("a page that may not come back", () => {
  it("says of a replaced phone only that, and not that it was taken off the set", () => {
    const message = "Another phone has taken this one's place.";
    expect(whyStopped({ code: "revoked", message })).toEqual({ title: message, how: [how.revoked] });
  });

  it("says the hub's sentence, and what to do where that could not be known from it", () => {
    const known = whyStopped({ code: "unknown_token", message: "It is another day." });
    expect(known).toEqual({ title: titles.unknown_token, how: ["It is another day.", how.unknown_token] });
    expect(whyStopped({ code: "too_many", message: "Slowly." }).how).toEqual(["Slowly."]);
  });

  it("says what to do where the hub said nothing", () => {
    expect(whyStopped({ code: "closed", message: "" })).toEqual({ title: titles.other, how: [how.other] });
  });
});
