// What this phone keeps. A browser may refuse (private mode, full): the page then works until it is closed.

type Where = "local" | "session";

const shelf = (where: Where) => (where === "local" ? localStorage : sessionStorage);

export function keep(key: string, value: unknown, where: Where = "local"): void {
  try {
    if (value === null) shelf(where).removeItem(`quiethold.${key}`);
    else shelf(where).setItem(`quiethold.${key}`, JSON.stringify(value));
  } catch {
    // Nothing more can be done here, and a signal must not fail for it.
  }
}

/** Everything that this address ever kept here. */
export function forgetEverything(): void {
  for (const where of ["local", "session"] as const) {
    try {
      shelf(where).clear();
    } catch {
      // It kept nothing, then.
    }
  }
}

export function kept<T>(key: string, where: Where = "local"): T | null {
  try {
    return JSON.parse(shelf(where).getItem(`quiethold.${key}`) ?? "null") as T | null;
  } catch {
    return null;
  }
}
