import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { blake2s } from "@noble/hashes/blake2.js";
import { hmac } from "@noble/hashes/hmac.js";
import { concatBytes } from "@noble/hashes/utils.js";

// Noise_NK_25519_ChaChaPoly_BLAKE2s, the page's side. Names as in the Noise specification, revision 34.

const PATTERN = new TextEncoder().encode("Noise_NK_25519_ChaChaPoly_BLAKE2s");
const DHLEN = 32;
const TAGLEN = 16;
const NOTHING = new Uint8Array();

/** A key and the number of messages that it has sealed or opened. Another number than the next one opens nothing. */
export class CipherState {
  private n = 0;

  constructor(private readonly k: Uint8Array) {}

  encryptWithAd(ad: Uint8Array, plain: Uint8Array): Uint8Array {
    return chacha20poly1305(this.k, this.nonce(), ad).encrypt(plain);
  }

  /** Throws if it was not sealed with this key, as the next message. */
  decryptWithAd(ad: Uint8Array, sealed: Uint8Array): Uint8Array {
    return chacha20poly1305(this.k, this.nonce(), ad).decrypt(sealed);
  }

  private nonce(): Uint8Array {
    const nonce = new Uint8Array(12);
    const view = new DataView(nonce.buffer);
    view.setUint32(4, this.n % 2 ** 32, true);
    view.setUint32(8, Math.floor(this.n / 2 ** 32), true);
    this.n += 1;
    return nonce;
  }
}

/** What both sides have said so far, hashed: whoever heard otherwise ends up with other keys. */
export class SymmetricState {
  private h: Uint8Array = blake2s(PATTERN);
  private ck: Uint8Array = this.h;
  private cipher: CipherState | null = null;

  mixHash(data: Uint8Array): void {
    this.h = blake2s(concatBytes(this.h, data));
  }

  mixKey(shared: Uint8Array): void {
    const [ck, k] = this.hkdf(shared);
    this.ck = ck;
    this.cipher = new CipherState(k);
  }

  encryptAndHash(plain: Uint8Array): Uint8Array {
    const sealed = this.cipher ? this.cipher.encryptWithAd(this.h, plain) : plain;
    this.mixHash(sealed);
    return sealed;
  }

  decryptAndHash(sealed: Uint8Array): Uint8Array {
    const plain = this.cipher ? this.cipher.decryptWithAd(this.h, sealed) : sealed;
    this.mixHash(sealed);
    return plain;
  }

  /** The page's messages under the first, the hub's under the second. */
  split(): [CipherState, CipherState] {
    const [page, hub] = this.hkdf(NOTHING);
    return [new CipherState(page), new CipherState(hub)];
  }

  private hkdf(input: Uint8Array): [Uint8Array, Uint8Array] {
    const temporary = hmac(blake2s, this.ck, input);
    const first = hmac(blake2s, temporary, Uint8Array.of(1));
    return [first, hmac(blake2s, temporary, concatBytes(first, Uint8Array.of(2)))];
  }
}

/** Two messages, `-> e, es` and `<- e, ee`; then both ways are sealed. */
export class Initiator {
  private readonly symmetric = new SymmetricState();

  /** `e` is for the published vectors alone: a fresh secret each time else. */
  constructor(
    prologue: Uint8Array,
    private readonly rs: Uint8Array,
    private readonly e = x25519.utils.randomSecretKey(),
  ) {
    this.symmetric.mixHash(prologue);
    this.symmetric.mixHash(rs);
  }

  hello(payload = NOTHING): Uint8Array {
    const mine = x25519.getPublicKey(this.e);
    this.symmetric.mixHash(mine);
    this.symmetric.mixKey(x25519.getSharedSecret(this.e, this.rs));
    return concatBytes(mine, this.symmetric.encryptAndHash(payload));
  }

  /** Throws if it is not the answer of the hub whose key this page was given. */
  answered(message: Uint8Array): { payload: Uint8Array; sends: CipherState; hears: CipherState } {
    if (message.length < DHLEN + TAGLEN) throw new Error("no answer");
    const theirs = message.subarray(0, DHLEN);
    this.symmetric.mixHash(theirs);
    this.symmetric.mixKey(x25519.getSharedSecret(this.e, theirs));
    const payload = this.symmetric.decryptAndHash(message.subarray(DHLEN));
    const [sends, hears] = this.symmetric.split();
    return { payload, sends, hears };
  }
}
