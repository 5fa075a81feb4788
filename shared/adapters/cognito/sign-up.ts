/**
 * Signs up through the Cognito API. ValidationData carries the values for PreSignUp alone. ClientMetadata
 * carries the language, which the message triggers also read.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
 */
import { type AttributeType, SignUpCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { AuthErrorCode } from "../../domain/error-facts.js";
import { AuthError } from "../../domain/errors.js";
import type { SignUpAnswer, SignUpInput } from "../../ports/index.js";
import { attemptAsClient, type CognitoStore } from "./client.js";
import { type CognitoFailure, isOfMail, unmailed } from "./failure.js";

export const signUp = async (store: CognitoStore, input: SignUpInput): Promise<SignUpAnswer> => {
  const { email, password, name, language, captchaToken, invitationToken } = input;
  const answer = await attemptAsClient(store, async () => {
    const command = new SignUpCommand({
      ClientId: store.clientId,
      Username: email,
      Password: password,
      SecretHash: await store.secret.hashFor(email),
      UserAttributes: given({ email, name }),
      ValidationData: given({ captcha: captchaToken, invitation: invitationToken }),
      ...(language !== undefined && { ClientMetadata: { language } }),
    });
    return store.client.send(command);
  });
  if (answer.kind === "failure") return refusal(answer.failure);
  if (answer.value.UserSub === undefined) throw new AuthError("internal");
  return { kind: "created", sub: answer.value.UserSub, confirmed: answer.value.UserConfirmed === true };
};

const given = (values: Readonly<Record<string, string | undefined>>): AttributeType[] =>
  Object.entries(values).flatMap(([Name, Value]) => (Value === undefined ? [] : [{ Name, Value }]));

type Refusal = Exclude<SignUpAnswer["kind"], "created">;

const BY_NAME: Readonly<Record<string, Refusal>> = {
  UsernameExistsException: "exists",
  AliasExistsException: "exists",
  InvalidPasswordException: "weak_password",
};
const BY_TRIGGER: Readonly<Partial<Record<AuthErrorCode, Refusal>>> = {
  sign_up_refused: "refused",
  captcha_failed: "captcha_failed",
  invitation_required: "invitation_required",
  temporarily_unavailable: "unavailable",
};
/** The trigger throttles per hour and cannot return the remaining time. */
const THROTTLED_RETRY_SECONDS = 60 * 60;

const refusal = (failure: CognitoFailure): SignUpAnswer => {
  const { name, trigger, triggerCode } = failure;
  const kind = BY_NAME[name] ?? (triggerCode && BY_TRIGGER[triggerCode]);
  if (kind !== undefined && !isOfMail(trigger)) return { kind };
  const reason = unmailed(failure);
  if (reason !== undefined) return { kind: reason };
  if (triggerCode === "too_many_requests")
    throw new AuthError("too_many_requests", { retryAfterSeconds: THROTTLED_RETRY_SECONDS });
  throw failure.asAuthError();
};
