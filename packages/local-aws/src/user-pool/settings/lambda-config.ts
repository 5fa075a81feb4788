/** The triggers of a pool (LambdaConfig). */
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
  /** The ARN of the key that encrypts the codes for custom senders. */
  KMSKeyID: z
    .string()
    .regex(/^arn:[\w-]+:kms:/, "must be the ARN of a key")
    .optional(),
  InboundFederation: z.looseObject({ LambdaArn: functionArn, LambdaVersion: z.literal("V1_0") }).optional(),
});
