/**
 * The operations of a sign-in and of a session, which anyone may call with the secret of the app client. They are not
 * signed, and go without the SDK's client, whose call costs twice the CPU time.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
 */
import type {
  GetTokensFromRefreshTokenRequest,
  GetTokensFromRefreshTokenResponse,
  InitiateAuthRequest,
  InitiateAuthResponse,
  RespondToAuthChallengeRequest,
  RespondToAuthChallengeResponse,
  RevokeTokenRequest,
  RevokeTokenResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { AwsJsonCall } from "../aws/signed-json.js";

type Operations = {
  readonly GetTokensFromRefreshToken: [GetTokensFromRefreshTokenRequest, GetTokensFromRefreshTokenResponse];
  readonly InitiateAuth: [InitiateAuthRequest, InitiateAuthResponse];
  readonly RespondToAuthChallenge: [RespondToAuthChallengeRequest, RespondToAuthChallengeResponse];
  readonly RevokeToken: [RevokeTokenRequest, RevokeTokenResponse];
};

export type PublicCall = <Name extends keyof Operations>(
  operation: Name,
  input: Operations[Name][0],
) => Promise<Operations[Name][1]>;

export const publicCalls =
  (call: AwsJsonCall): PublicCall =>
  async (operation, input) =>
    call(operation, input);
