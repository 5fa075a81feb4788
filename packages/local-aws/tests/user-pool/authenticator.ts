/** An authenticator in software (Web Authentication Level 3): one P-256 passkey, attestation "none". */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface Behaviour {
  readonly origin?: string;
  readonly rpId?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
  readonly challenge?: string;
}

const flags = { present: 0x01, verified: 0x04, attested: 0x40 };

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();

function authenticatorData(
  { rpId = "", userVerified = true, counter = 0 }: Behaviour,
  attested: Buffer = Buffer.alloc(0),
) {
  const head = Buffer.alloc(5);
  head[0] = flags.present | (userVerified ? flags.verified : 0) | (attested.length > 0 ? flags.attested : 0);
  head.writeUInt32BE(counter, 1);
  return Buffer.concat([sha256(rpId), head, attested]);
}

const clientData = (type: string, { challenge, origin }: Behaviour) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

const cborText = (text: string) => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);

export function passkey(usual: Behaviour = {}) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const credentialId = randomBytes(32);
  const id = credentialId.toString("base64url");
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });

  function attestedCredential(): Buffer {
    const coordinate = (name: number, value: string) =>
      Buffer.concat([Buffer.from([name, 0x58, 32]), Buffer.from(value, "base64url")]);
    const cose = [Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1]), coordinate(0x21, x), coordinate(0x22, y)];
    return Buffer.concat([Buffer.alloc(16), Buffer.from([0, credentialId.length]), credentialId, ...cose]);
  }

  /** Answers PublicKeyCredentialCreationOptionsJSON. */
  function create(options: unknown, given: Behaviour = {}) {
    const { challenge, rp } = options as { challenge: string; rp: { id: string } };
    const how = { challenge, rpId: rp.id, origin: `https://${rp.id}`, ...usual, ...given };
    const data = authenticatorData(how, attestedCredential());
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      cborText("fmt"),
      cborText("none"),
      cborText("attStmt"),
      Buffer.from([0xa0]),
      cborText("authData"),
      Buffer.from([0x58, data.length]),
      data,
    ]);
    return {
      id,
      rawId: id,
      type: "public-key",
      authenticatorAttachment: "platform",
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData("webauthn.create", how).toString("base64url"),
        attestationObject: attestation.toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  /** Answers PublicKeyCredentialRequestOptionsJSON, as JSON. */
  function get(options: string, given: Behaviour = {}): string {
    const { challenge, rpId } = JSON.parse(options) as { challenge: string; rpId: string };
    const how = { challenge, rpId, origin: `https://${rpId}`, ...usual, ...given };
    const [data, client] = [authenticatorData(how), clientData("webauthn.get", how)];
    const response = {
      clientDataJSON: client.toString("base64url"),
      authenticatorData: data.toString("base64url"),
      signature: sign("sha256", Buffer.concat([data, sha256(client)]), privateKey).toString("base64url"),
    };
    return JSON.stringify({ id, rawId: id, type: "public-key", clientExtensionResults: {}, response });
  }

  return { id, create, get };
}
