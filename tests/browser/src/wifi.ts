import { createServer, type Server, Socket } from "node:net";

/** The hub answers to its own port only, so the other way to it has another address of this machine. */
const ELSEWHERE = "127.0.0.2";

/**
 * The way of one phone to the hub, which can go silent: no packet comes through and nobody says so, as when somebody
 * carries the phone behind a wall.
 */
export class Wifi {
  private silent = false;
  private readonly phones = new Set<Socket>();
  private readonly hubs = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly to: number,
  ) {
    server.on("connection", (phone) => this.carry(phone));
  }

  static async to(port: number): Promise<Wifi> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, ELSEWHERE, resolve));
    return new Wifi(server, port);
  }

  /** The same address, over this way. */
  over(address: string): string {
    const url = new URL(address);
    url.hostname = ELSEWHERE;
    return url.href;
  }

  lose(): void {
    this.silent = true;
    for (const phone of this.phones) phone.unpipe().pause();
    for (const hub of this.hubs) hub.unpipe().destroy();
  }

  /** What was on its way is gone; whoever comes now gets through. */
  back(): void {
    this.silent = false;
    for (const phone of this.phones) phone.destroy();
  }

  end(): void {
    this.back();
    this.server.close();
  }

  private carry(phone: Socket): void {
    this.keep(this.phones, phone);
    if (this.silent) return;
    const hub = new Socket();
    this.keep(this.hubs, hub);
    hub.connect(this.to, "127.0.0.1");
    phone.pipe(hub).pipe(phone);
    phone.once("close", () => hub.destroy());
    hub.once("close", () => this.silent || phone.destroy());
  }

  private keep(where: Set<Socket>, socket: Socket): void {
    where.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => where.delete(socket));
  }
}
