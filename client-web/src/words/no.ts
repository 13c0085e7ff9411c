import type { Answer } from "../page";
import { language } from ".";
import { more } from "./more";

/** What is said where the hub says no. Its own sentence is English, and can say more than a code. */
export function no({ code, message }: Extract<Answer, { ok: false }>): string {
  if (language === "en" && message) return message;
  return code in more.denied ? more.denied[code as keyof typeof more.denied] : more.denied.other;
}
