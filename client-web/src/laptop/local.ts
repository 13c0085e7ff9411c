import type { LaptopPage } from "../protocol";
import { keep, kept } from "../storage";

// What the hub tells its own page, on this laptop only. The key comes in the fragment and leaves the address bar at once.

export function localKey(): string {
  const fresh = location.hash.slice(1);
  if (fresh) {
    keep("local-key", fresh, "session");
    history.replaceState(null, "", location.pathname);
  }
  return fresh || (kept<string>("local-key", "session") ?? "");
}

async function asked(key: string, path: string, body?: unknown): Promise<Response> {
  const answer = await fetch(path, {
    method: body ? "POST" : "GET",
    headers: { Authorization: `Bearer ${key}`, ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!answer.ok) throw new Error(`the hub answered ${answer.status}`);
  return answer;
}

export async function localPage(key: string): Promise<LaptopPage> {
  return (await asked(key, "/local/page")).json();
}

/** Switches the address that the codes carry. */
export async function switchAddress(key: string, address: string): Promise<LaptopPage> {
  await asked(key, "/local/address", { address });
  return localPage(key);
}
