import { x25519 } from "@noble/curves/ed25519.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { SymmetricState } from "../noise";
import { Channel, SUBPROTOCOL } from "../sealed";

/** The hub's side of the handshake, which no page needs. */
export class SealingHub {
  private readonly secret = x25519.utils.randomSecretKey();
  readonly key = x25519.getPublicKey(this.secret);

  /** As it stands in a code. */
  get code(): string {
    return btoa(String.fromCharCode(...this.key))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace("=", "");
  }

  accept(hello: Uint8Array): { answer: Uint8Array; channel: Channel } {
    const symmetric = new SymmetricState();
    symmetric.mixHash(new TextEncoder().encode(SUBPROTOCOL));
    symmetric.mixHash(this.key);
    const theirs = hello.subarray(0, 32);
    symmetric.mixHash(theirs);
    symmetric.mixKey(x25519.getSharedSecret(this.secret, theirs));
    symmetric.decryptAndHash(hello.subarray(32));
    const fresh = x25519.utils.randomSecretKey();
    const mine = x25519.getPublicKey(fresh);
    symmetric.mixHash(mine);
    symmetric.mixKey(x25519.getSharedSecret(fresh, theirs));
    const answer = concatBytes(mine, symmetric.encryptAndHash(new Uint8Array()));
    const [page, hub] = symmetric.split();
    return { answer, channel: new Channel(hub, page) };
  }
}
