import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BINARY = process.env.QUIETHOLD ?? fileURLToPath(new URL("../../../target/debug/quiethold", import.meta.url));

const START_MS = 20_000;

export type Invite = "ic" | "ad" | "performer" | "crew" | "door";

interface Ready {
  url: string;
  key: string | null;
  invites: Record<Invite, string>;
}

/** The hub as its own process: started, killed, and started again on the same folder and port. */
export class Hub {
  private child: ChildProcess | null = null;
  private said = "";
  ready: Ready = { url: "", key: null, invites: { ic: "", ad: "", performer: "", crew: "", door: "" } };

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly ip: string,
    private readonly args: string[],
  ) {}

  /** `ip` 0.0.0.0: as on a set, the codes carry this machine's address in its network. */
  static async start({ ip = "127.0.0.1", args = [] as string[] } = {}): Promise<Hub> {
    const folder = await mkdtemp(join(tmpdir(), "quiethold-browser-"));
    const hub = new Hub(folder, await freePort(ip), ip, args);
    await hub.run();
    return hub;
  }

  /** The hub's own page on this laptop, as the hub opens it. */
  async ownPage(): Promise<string> {
    const { key } = JSON.parse(await readFile(join(this.folder, "hub.json"), "utf8")) as { key: string };
    return `http://127.0.0.1:${this.port}/hub#${key}`;
  }

  url(invite: Invite): string {
    return `http://127.0.0.1:${this.port}/#${this.ready.invites[invite]}`;
  }

  /** As in the codes, for phones in the network; the hub has to listen there. */
  urlInTheNetwork(invite: Invite): string {
    const { url, key, invites } = this.ready;
    return `${url}/#${invites[invite]}.${key}`;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  /** On the same folder and port. Resolves when the hub answers. */
  async startAgain(): Promise<void> {
    await this.kill();
    await this.run();
  }

  /** The folder of the day as it is on the disk now, to be put back later. The hub must not run. */
  async copyOfDay(): Promise<string> {
    const copy = `${this.folder}-copy`;
    await cp(this.folder, copy, { recursive: true });
    return copy;
  }

  async putBack(copy: string): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await cp(copy, this.folder, { recursive: true });
    await rm(copy, { recursive: true, force: true });
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    const listen = `${this.ip}:${this.port}`;
    const child = spawn(BINARY, ["serve", "--json", "--listen", listen, "--data", this.folder, ...this.args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, RUST_LOG: "" },
    });
    this.child = child;
    child.stderr.on("data", (text) => {
      this.said += text;
    });
    this.ready = await new Promise<Ready>((resolve, reject) => {
      const why = (what: string) => reject(new Error(`the hub ${what}: ${this.said || BINARY}`));
      const late = setTimeout(() => why("did not start in time"), START_MS);
      child.once("error", () => why("can't be started; build it first"));
      child.once("exit", () => why("ended"));
      createInterface({ input: child.stdout }).once("line", (line) => {
        clearTimeout(late);
        resolve(JSON.parse(line) as Ready);
      });
    });
  }
}

/** Below the ports that the system gives to outgoing connections: else one could take it while the hub is down. */
async function freePort(ip: string): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 8_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once("error", () => resolve(false));
      probe.listen(port, ip, () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
