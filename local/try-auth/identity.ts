/** AWS credentials from the identity pool, for a guest or for the user of an ID token. */
import * as z from "zod";
import type { Credentials, Target } from "./target.js";

const identity = z.object({ IdentityId: z.string() });
const issued = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), SecretKey: z.string(), SessionToken: z.string() }),
});

export const credentialsOf = async (
  { identityUrl, identityPoolId, region, userPoolId }: Target,
  idToken?: string,
): Promise<{ readonly identityId: string; readonly credentials: Credentials }> => {
  const ask = async (operation: string, input: object): Promise<unknown> => {
    const response = await fetch(identityUrl, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityService.${operation}`,
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`${operation} got ${response.status}`);
    return response.json();
  };
  const provider = `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const logins = idToken === undefined ? {} : { Logins: { [provider]: idToken } };
  const { IdentityId } = identity.parse(await ask("GetId", { IdentityPoolId: identityPoolId, ...logins }));
  const { Credentials: given } = issued.parse(
    await ask("GetCredentialsForIdentity", { IdentityId, ...logins }),
  );
  return {
    identityId: IdentityId,
    credentials: {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretKey,
      sessionToken: given.SessionToken,
    },
  };
};
