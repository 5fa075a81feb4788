/** The options with which a browser creates a passkey (Web Authentication Level 3, 5.4). */
import type { User } from "../store/user.js";

export const registrationMs = 5 * 60_000;

/** ES256 and RS256 (IANA COSE registry), the algorithms of platform passkeys. */
export const algorithms = [-7, -257];

export function creationOptions(
  user: User,
  rpId: string,
  challenge: string,
  userVerification: string,
): object {
  const name = user.attributes.email ?? user.attributes.phone_number ?? user.username;
  return {
    rp: { id: rpId, name: rpId },
    user: { id: Buffer.from(user.sub).toString("base64url"), name, displayName: name },
    challenge,
    pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
    timeout: registrationMs,
    excludeCredentials: (user.passkeys ?? []).map(({ id, transports }) => ({
      type: "public-key",
      id,
      transports,
    })),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification },
    attestation: "none",
  };
}
