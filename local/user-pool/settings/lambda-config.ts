/** The triggers of a pool (LambdaConfig). Those that do not fire here yet are accepted, and listed by `silentTriggers`. */
import { z } from "zod";

const functionArn = z.string().regex(/^arn:[\w-]+:lambda:/, "must be the ARN of a function");
const versionedFunction = z.looseObject({ LambdaArn: functionArn, LambdaVersion: z.string() });

export const lambdaConfig = z.looseObject({
  PreSignUp: functionArn.optional(),
  PostConfirmation: functionArn.optional(),
  PreAuthentication: functionArn.optional(),
  PostAuthentication: functionArn.optional(),
  UserMigration: functionArn.optional(),
  CustomMessage: functionArn.optional(),
  PreTokenGeneration: functionArn.optional(),
  PreTokenGenerationConfig: z
    .looseObject({ LambdaArn: functionArn, LambdaVersion: z.enum(["V1_0", "V2_0", "V3_0"]).default("V1_0") })
    .optional(),
  DefineAuthChallenge: functionArn.optional(),
  CreateAuthChallenge: functionArn.optional(),
  VerifyAuthChallengeResponse: functionArn.optional(),
  CustomEmailSender: versionedFunction.optional(),
  CustomSMSSender: versionedFunction.optional(),
  InboundFederation: versionedFunction.optional(),
});

export type LambdaConfig = z.output<typeof lambdaConfig>;

/** Configured triggers that this pool does not fire, because it does not have the flows that fire them. */
export const silentTriggers = (config: LambdaConfig): string[] =>
  [
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
    "CustomEmailSender",
    "CustomSMSSender",
    "InboundFederation",
  ].filter((name) => config[name] !== undefined);
