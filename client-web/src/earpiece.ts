import type { Alerted } from "./page";
import type { SignalId } from "./protocol";

// A soft tone in a receiver's earpiece. Off until a person switches it on: a loud room may provoke the wrong person.

export type Tone = "hold" | "pause";

/** How often each open signal has been alerted, as far as it was heard here. */
export type Heard = ReadonlyMap<SignalId, number>;

/** What is to be heard for these alerts, and what was heard then. A repeat is heard again; a press-test never is. */
export function toHear(heard: Heard, alerts: Alerted[]): { tone: Tone | null; heard: Heard } {
  const open = alerts.filter(({ alert, lost }) => alert.level !== "test" && !lost);
  const fresh = open.filter(({ alert }) => (heard.get(alert.signal) ?? -1) < alert.again);
  const tone = fresh.some(({ alert }) => alert.level === "hold") ? "hold" : fresh.length > 0 ? "pause" : null;
  return { tone, heard: new Map(open.map(({ alert }) => [alert.signal, alert.again])) };
}

/** Hold rises, pause is one note twice: told apart without counting. */
const NOTES: Record<Tone, readonly number[]> = { hold: [523, 784], pause: [392, 392] };
const NOTE_S = 0.22;
/** Soft: a twentieth of what the device could. */
const LOUD = 0.05;

/** Browsers give sound only after a touch; until then it waits. */
export class Sound {
  private context: AudioContext | null = null;

  /** To be called on a touch. */
  wake(): void {
    this.context ??= "AudioContext" in globalThis ? new AudioContext() : null;
    void this.context?.resume();
  }

  get awake(): boolean {
    return this.context?.state === "running";
  }

  play(tone: Tone): void {
    const { context } = this;
    if (context?.state !== "running") return;
    NOTES[tone].forEach((hertz, i) => {
      const from = context.currentTime + i * (NOTE_S + (tone === "pause" ? 0.12 : 0));
      const note = context.createOscillator();
      const volume = context.createGain();
      note.frequency.value = hertz;
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(LOUD, from + 0.04);
      volume.gain.linearRampToValueAtTime(0, from + NOTE_S);
      note.connect(volume).connect(context.destination);
      note.start(from);
      note.stop(from + NOTE_S);
    });
  }
}
