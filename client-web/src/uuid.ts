/** RFC 4122 version 4. `crypto.randomUUID` is missing on a page that came over plain http. */
export function uuid(): string {
  const random = crypto.getRandomValues(new Uint8Array(36));
  // Each x is four random bits, the y two of them behind the variant's own.
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (place, at: number) => {
    const bits = (random[at] as number) & 15;
    return (place === "x" ? bits : (bits & 3) | 8).toString(16);
  });
}
