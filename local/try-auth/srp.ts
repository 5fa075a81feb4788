/**
 * Signs in by SRP (RFC 2945), with the helper of amazon-cognito-identity-js: the password never leaves this process. The
 * answer to PASSWORD_VERIFIER has no `Session`, which Cognito accepts, because its secret block names the exchange.
 */
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import {
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Target } from "./target.js";

/** The library has no types for its helper. */
type BigInteger = { toString(radix: number): string };
type Callback<T> = (error: Error | null, value: T) => void;
type Helper = {
  getLargeAValue(callback: Callback<BigInteger>): void;
  getPasswordAuthenticationKey(
    name: string,
    password: string,
    serverB: BigInteger,
    salt: BigInteger,
    callback: Callback<Buffer>,
  ): void;
};
type Library = {
  readonly AuthenticationHelper: new (pool: string) => Helper;
  readonly DateHelper: new () => { getNowString(): string };
};
const require = createRequire(import.meta.url);
const { AuthenticationHelper, DateHelper } = require("amazon-cognito-identity-js") as Library;
const { default: BigIntegerOf } = require("amazon-cognito-identity-js/lib/BigInteger") as {
  default: new (text: string, radix: number) => BigInteger;
};

const settled = <T>(run: (callback: Callback<T>) => void): Promise<T> =>
  new Promise((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value))));

export const signInBySrp = async ({ cognito, userPoolId, srpClient, user }: Target): Promise<string> => {
  const { id: ClientId, secret } = srpClient;
  const hashFor = (name: string) =>
    createHmac("sha256", secret).update(`${name}${ClientId}`).digest("base64");
  const pool = userPoolId.split("_")[1] ?? "";
  const helper = new AuthenticationHelper(pool);
  const largeA = await settled<BigInteger>((callback) => helper.getLargeAValue(callback));
  const { ChallengeParameters = {} } = await cognito.send(
    new InitiateAuthCommand({
      ...{ AuthFlow: "USER_SRP_AUTH", ClientId },
      AuthParameters: {
        ...{ USERNAME: user.email, SRP_A: largeA.toString(16), SECRET_HASH: hashFor(user.email) },
      },
    }),
  );
  const { USER_ID_FOR_SRP: name = "", SRP_B = "", SALT = "", SECRET_BLOCK = "" } = ChallengeParameters;
  const key = await settled<Buffer>((callback) =>
    helper.getPasswordAuthenticationKey(
      name,
      user.password,
      new BigIntegerOf(SRP_B, 16),
      new BigIntegerOf(SALT, 16),
      callback,
    ),
  );
  const TIMESTAMP = new DateHelper().getNowString();
  const signature = createHmac("sha256", key)
    .update(`${pool}${name}`)
    .update(Buffer.from(SECRET_BLOCK, "base64"))
    .update(TIMESTAMP)
    .digest("base64");
  const { AuthenticationResult } = await cognito.send(
    new RespondToAuthChallengeCommand({
      ...{ ChallengeName: "PASSWORD_VERIFIER", ClientId },
      ChallengeResponses: {
        ...{ USERNAME: name, SECRET_HASH: hashFor(name), TIMESTAMP },
        ...{ PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK, PASSWORD_CLAIM_SIGNATURE: signature },
      },
    }),
  );
  if (AuthenticationResult?.IdToken === undefined) throw new Error("Cognito gave no ID token");
  return AuthenticationResult.IdToken;
};
