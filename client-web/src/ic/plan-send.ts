import type { Answer } from "../page";
import type { Command } from "../protocol";

// The plan's text on its way to the hub, and what the hub says of it.

/** A frame may be 4 KiB; what is not text takes some 200 bytes of it. */
const PART_BYTES = 3600;

/** What one character takes in a JSON frame. */
function bytes(char: string): number {
  // Alone in JSON: escaped, within two quotes.
  return new TextEncoder().encode(JSON.stringify(char)).length - 2;
}

/** The text in pieces that fit into a frame each; together they are the text again. */
export function parts(text: string, most = PART_BYTES): string[] {
  const list: string[] = [];
  let part = "";
  let size = 0;
  // Half a character can't be sent; whoever typed one sees it as �.
  for (const char of text.replace(/[\ud800-\udfff]/gu, "�")) {
    const more = bytes(char);
    if (size + more > most) {
      list.push(part);
      part = "";
      size = 0;
    }
    part += char;
    size += more;
  }
  return [...list, part];
}

/** Part by part, each answered before the next; the hub's word on the plan is its answer to the last. */
export async function sendPlan(
  send: (cmd: Command) => Promise<Answer>,
  text: string,
  upload: string,
  sent: (part: number, of: number) => void,
): Promise<Answer> {
  const all = parts(text);
  let answer: Answer = { ok: true };
  for (const [part, piece] of all.entries()) {
    answer = await send({ kind: "plan_part", upload, part, of: all.length, text: piece });
    if (!answer.ok) return answer;
    sent(part + 1, all.length);
  }
  return answer;
}

export interface Mistake {
  /** Counted from 1; null where it is about the whole plan. */
  line: number | null;
  says: string;
}

/** The hub says one mistake a line: "Line 14: …". */
export function mistakes(message: string): Mistake[] {
  return message
    .split("\n")
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .map((each) => {
      const [, line, says] = /^Line (\d+): (.*)$/.exec(each) ?? [];
      return line ? { line: Number(line), says: says ?? "" } : { line: null, says: each };
    });
}

/** Where a line begins and ends in the text. */
export function lineAt(text: string, line: number): [number, number] {
  const lines = text.split("\n");
  const at = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0);
  return [start, start + (lines[at]?.length ?? 0)];
}
