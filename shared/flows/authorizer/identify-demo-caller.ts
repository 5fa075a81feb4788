/**
 * Who calls a route of the demo: the IAM identity that signed the request, if any, and the user of the ID token that the
 * request may carry. The token must belong to the identity that signed, where AWS says whose login that was.
 */
import { AuthError } from "../../domain/errors.js";
import type { IdTokenUser } from "../../domain/id-token-rules.js";
import type { Ports } from "../../ports/index.js";

export type SigningIdentity = {
  readonly iamArn: string;
  /** Absent for IAM identities that are not of an identity pool. */
  readonly cognito?: { readonly identityId: string; readonly amr: readonly string[] } | undefined;
};
export type DemoCaller = {
  readonly signer: SigningIdentity | undefined;
  readonly isGuest: boolean;
  /** Of the token, or of the login behind the credentials. */
  readonly sub: string | undefined;
  readonly user: IdTokenUser | undefined;
};

type Deps = Pick<Ports, "idTokens">;

/** @throws AuthError `invalid_token`, `temporarily_unavailable`. */
export const identifyDemoCaller = async (
  { idTokens }: Deps,
  { signer, idToken }: { readonly signer: SigningIdentity | undefined; readonly idToken: string | undefined },
): Promise<DemoCaller> => {
  const isGuest = signer?.cognito !== undefined && !signer.cognito.amr.includes("authenticated");
  const login = signer?.cognito && loginOf(signer.cognito.amr);
  if (idToken === undefined) return { signer, isGuest, sub: login, user: undefined };
  const user = await idTokens.verify(idToken);
  if (typeof user === "string") throw new AuthError("invalid_token");
  // Without a login, credentials of the identity pool are those of a guest, to whom no token belongs.
  if (signer?.cognito !== undefined && login !== user.sub) throw new AuthError("invalid_token");
  return { signer, isGuest, sub: user.sub, user };
};

/** `cognito-idp.<region>.amazonaws.com/<pool>:CognitoSignIn:<sub>`. */
const LOGIN = /^cognito-idp\.[a-z0-9.-]+\/[\w-]+:CognitoSignIn:([\w-]+)$/;

const loginOf = (amr: readonly string[]): string | undefined => {
  const [sub, ...more] = amr.flatMap((each) => LOGIN.exec(each)?.[1] ?? []);
  return more.length === 0 ? sub : undefined;
};
