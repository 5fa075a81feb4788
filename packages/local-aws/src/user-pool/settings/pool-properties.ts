/**
 * The properties of AWS::Cognito::UserPool that affect the local pool, with the defaults of the
 * CloudFormation and CreateUserPool references. Other properties are stored unchanged, so that
 * DescribeUserPool returns them.
 */
import { z } from "zod";
import { mfaKinds } from "../store/mfa.js";
import { acrConfiguration } from "./acr-levels.js";
import { digits, flag, whole } from "./coerced.js";
import { lambdaConfig } from "./lambda-config.js";

const passwordPolicy = z.looseObject({
  MinimumLength: whole.refine((length) => length >= 6 && length <= 99).default(8),
  RequireUppercase: flag.default(false),
  RequireLowercase: flag.default(false),
  RequireNumbers: flag.default(false),
  RequireSymbols: flag.default(false),
  PasswordHistorySize: whole.refine((size) => size >= 0 && size <= 24).default(0),
  TemporaryPasswordValidityDays: whole.refine((days) => days >= 0 && days <= 365).default(7),
});

/** The password policy if none is declared: every character class is required. */
const undeclaredPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  PasswordHistorySize: 0,
  TemporaryPasswordValidityDays: 7,
};

const signInPolicy = z.looseObject({
  AllowedFirstAuthFactors: z.array(z.enum(["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"])).min(1),
});

/** Without a policy, only passwords are allowed. */
const undeclaredSignIn = { AllowedFirstAuthFactors: ["PASSWORD" as const] };

const schemaAttribute = z.looseObject({
  Name: z.string().min(1).max(32),
  AttributeDataType: z.enum(["String", "Number", "DateTime", "Boolean"]).default("String"),
  DeveloperOnlyAttribute: flag.default(false),
  Mutable: flag.optional(),
  Required: flag.default(false),
  StringAttributeConstraints: z
    .looseObject({ MinLength: digits.optional(), MaxLength: digits.optional() })
    .optional(),
  NumberAttributeConstraints: z
    .looseObject({ MinValue: digits.optional(), MaxValue: digits.optional() })
    .optional(),
});

const verificationTemplate = z.looseObject({
  DefaultEmailOption: z.enum(["CONFIRM_WITH_CODE", "CONFIRM_WITH_LINK"]).default("CONFIRM_WITH_CODE"),
  EmailMessage: z.string().optional(),
  EmailSubject: z.string().optional(),
  EmailMessageByLink: z
    .string()
    .regex(/\{##[^#{}]+##\}/, "must contain {##words of the link##}")
    .optional(),
  EmailSubjectByLink: z.string().optional(),
  SmsMessage: z.string().optional(),
});

const inviteTemplate = z.looseObject({
  EmailMessage: z.string().optional(),
  EmailSubject: z.string().optional(),
  SMSMessage: z.string().optional(),
});

const contact = z.enum(["email", "phone_number"]);

export const poolProperties = z.looseObject({
  UserPoolName: z.string().min(1).max(128).optional(),
  Policies: z
    .looseObject({
      PasswordPolicy: passwordPolicy.default(undeclaredPolicy),
      SignInPolicy: signInPolicy.default(undeclaredSignIn),
    })
    .default({ PasswordPolicy: undeclaredPolicy, SignInPolicy: undeclaredSignIn }),
  Schema: z.array(schemaAttribute).default([]),
  UsernameAttributes: z.array(contact).default([]),
  AliasAttributes: z.array(z.enum(["email", "phone_number", "preferred_username"])).default([]),
  AutoVerifiedAttributes: z.array(contact).default([]),
  UsernameConfiguration: z.looseObject({ CaseSensitive: flag }).optional(),
  UserAttributeUpdateSettings: z
    .looseObject({ AttributesRequireVerificationBeforeUpdate: z.array(contact).default([]) })
    .optional(),
  AdminCreateUserConfig: z
    .looseObject({
      AllowAdminCreateUserOnly: flag.default(false),
      InviteMessageTemplate: inviteTemplate.optional(),
    })
    .optional(),
  AccountRecoverySetting: z
    .looseObject({
      RecoveryMechanisms: z
        .array(
          z.looseObject({
            Name: z.enum(["verified_email", "verified_phone_number", "admin_only"]),
            Priority: whole,
          }),
        )
        .default([]),
    })
    .optional(),
  DeviceConfiguration: z
    .looseObject({
      ChallengeRequiredOnNewDevice: flag.default(false),
      DeviceOnlyRememberedOnUserPrompt: flag.default(false),
    })
    .optional(),
  EmailConfiguration: z.looseObject({ EmailSendingAccount: z.string().optional() }).optional(),
  EmailVerificationMessage: z.string().min(6).max(20_000).includes("{####}").optional(),
  EmailVerificationSubject: z.string().min(1).max(140).optional(),
  SmsVerificationMessage: z.string().min(6).max(140).includes("{####}").optional(),
  SmsConfiguration: z.looseObject({}).optional(),
  SmsAuthenticationMessage: z.string().min(6).max(140).includes("{####}").optional(),
  EmailAuthenticationMessage: z.string().optional(),
  EmailAuthenticationSubject: z.string().optional(),
  EnabledMfas: z.array(z.enum(mfaKinds)).optional(),
  WebAuthnRelyingPartyID: z.string().min(1).max(127).optional(),
  WebAuthnUserVerification: z.enum(["preferred", "required"]).default("preferred"),
  WebAuthnFactorConfiguration: z
    .enum(["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"])
    .default("SINGLE_FACTOR"),
  VerificationMessageTemplate: verificationTemplate.optional(),
  LambdaConfig: lambdaConfig.default({}),
  MfaConfiguration: z.enum(["OFF", "ON", "OPTIONAL"]).default("OFF"),
  UserPoolTier: z.enum(["LITE", "ESSENTIALS", "PLUS"]).default("ESSENTIALS"),
  AcrConfiguration: acrConfiguration,
  UserPoolTags: z.record(z.string().max(128), z.string().max(256)).optional(),
  UserPoolAddOns: z.looseObject({ AdvancedSecurityMode: z.enum(["OFF", "AUDIT", "ENFORCED"]) }).optional(),
  DcrConfiguration: z.looseObject({}).optional(),
  IssuerConfiguration: z.looseObject({ Type: z.string().optional() }).optional(),
  KeyConfiguration: z.looseObject({}).optional(),
  DeletionProtection: z.enum(["ACTIVE", "INACTIVE"]).default("INACTIVE"),
});

export type PoolSettings = z.output<typeof poolProperties>;
export type PasswordPolicy = PoolSettings["Policies"]["PasswordPolicy"];
export type SchemaAttribute = PoolSettings["Schema"][number];
