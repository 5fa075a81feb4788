/**
 * The keys of a pool: one signing key for ID tokens and one for access tokens, as in Amazon Cognito, and a
 * secret for data that only the pool reads: refresh tokens and stored codes.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { promisify } from "node:util";

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface PoolKeys {
  readonly id: SigningKey;
  readonly access: SigningKey;
  /** 32 bytes. */
  readonly secret: Buffer;
}

/** Creates the keys of a new pool. */
export type MakeKeys = () => Promise<PoolKeys>;

/** The form of the data file: PEM for keys, base64 for the secret. */
export interface StoredKeys {
  readonly id: string;
  readonly access: string;
  readonly secret: string;
}

/** A type, because an interface is not assignable to the JSON object that verifiers expect. */
export type PublicJwk = {
  readonly alg: "RS256";
  readonly e: string;
  readonly kid: string;
  readonly kty: "RSA";
  readonly n: string;
  readonly use: "sig";
};

const generate = promisify(generateKeyPair);

export async function generatePoolKeys(): Promise<PoolKeys> {
  const [id, access] = await Promise.all([
    generate("rsa", { modulusLength: 2048 }),
    generate("rsa", { modulusLength: 2048 }),
  ]);
  return { id: signingKey(id.privateKey), access: signingKey(access.privateKey), secret: randomBytes(32) };
}

export const restorePoolKeys = (stored: StoredKeys): PoolKeys => ({
  id: signingKey(createPrivateKey(stored.id)),
  access: signingKey(createPrivateKey(stored.access)),
  secret: Buffer.from(stored.secret, "base64"),
});

export const storePoolKeys = (keys: PoolKeys): StoredKeys => ({
  id: pem(keys.id),
  access: pem(keys.access),
  secret: keys.secret.toString("base64"),
});

/** The document at /.well-known/jwks.json. */
export const jwks = (keys: PoolKeys): { keys: PublicJwk[] } => ({
  keys: [publicJwk(keys.id), publicJwk(keys.access)],
});

const pem = ({ privateKey }: SigningKey): string =>
  privateKey.export({ type: "pkcs8", format: "pem" }).toString();

function signingKey(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const thumbprint = createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest();
  return { kid: thumbprint.toString("base64"), privateKey, publicKey };
}

function publicJwk({ kid, publicKey }: SigningKey): PublicJwk {
  const { n = "", e = "" } = publicKey.export({ format: "jwk" });
  return { alg: "RS256", e, kid, kty: "RSA", n, use: "sig" };
}
