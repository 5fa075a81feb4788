/** PreSignUp: runs before any user is stored. Its flags take effect for self sign-up only. */
import { z } from "zod";
import { CognitoError } from "../errors.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import type { Attributes } from "../store/user.js";

interface SignUpAttempt {
  readonly pool: Pool;
  readonly clientId: string;
  readonly userName: string;
  readonly userAttributes: Attributes;
  readonly validationData?: Attributes | undefined;
  readonly clientMetadata?: Attributes | undefined;
}

export interface SignUpDecision {
  readonly confirm: boolean;
  readonly verifyEmail: boolean;
  readonly verifyPhone: boolean;
}

const answer = z.object({
  autoConfirmUser: z.boolean().nullish(),
  autoVerifyEmail: z.boolean().nullish(),
  autoVerifyPhone: z.boolean().nullish(),
});

const undecided: SignUpDecision = { confirm: false, verifyEmail: false, verifyPhone: false };

export async function preSignUp(
  { runTrigger }: Services,
  source: "SignUp" | "AdminCreateUser" | "ExternalProvider",
  attempt: SignUpAttempt,
): Promise<SignUpDecision> {
  const { pool, clientId, userName, userAttributes, validationData, clientMetadata } = attempt;
  const functionArn = pool.settings.LambdaConfig.PreSignUp;
  if (functionArn === undefined) return undecided;
  const response = await runTrigger({
    trigger: "PreSignUp",
    source: `PreSignUp_${source}`,
    functionArn,
    pool,
    userName,
    clientId,
    request: {
      userAttributes,
      validationData: validationData ?? null,
      ...(clientMetadata && { clientMetadata }),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    answer,
  });
  if (source !== "SignUp") return undecided;
  const decision = {
    confirm: response.autoConfirmUser ?? false,
    verifyEmail: response.autoVerifyEmail ?? false,
    verifyPhone: response.autoVerifyPhone ?? false,
  };
  if (decision.verifyEmail && !userAttributes.email) throw nothingToVerify("email");
  if (decision.verifyPhone && !userAttributes.phone_number) throw nothingToVerify("phone_number");
  return decision;
}

const nothingToVerify = (name: string) =>
  new CognitoError(
    "InvalidLambdaResponseException",
    `PreSignUp: cannot auto verify ${name}, the user has none`,
  );
