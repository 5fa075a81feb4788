/**
 * The only error class that operations throw. Its code becomes `error.name` in every AWS SDK. Only
 * `aws-json/answer.ts` renders it. Any other error is a defect and is returned as InternalErrorException
 * without its message.
 */
import { ServiceError } from "../aws-json/service-error.js";

export type ErrorName =
  | "AliasExistsException"
  | "CodeDeliveryFailureException"
  | "CodeMismatchException"
  | "DeviceKeyExistsException"
  | "DuplicateProviderException"
  | "EnableSoftwareTokenMFAException"
  | "ExpiredCodeException"
  | "FeatureUnavailableInTierException"
  | "GroupExistsException"
  | "InternalErrorException"
  | "InvalidLambdaResponseException"
  | "InvalidParameterException"
  | "InvalidPasswordException"
  | "InvalidUserPoolConfigurationException"
  | "LimitExceededException"
  | "MFAMethodNotFoundException"
  | "ManagedLoginBrandingExistsException"
  | "MissingAuthenticationTokenException"
  | "NotAuthorizedException"
  | "NotImplementedException"
  | "OperationNotEnabledException"
  | "PasswordHistoryPolicyViolationException"
  | "PasswordResetRequiredException"
  | "PreconditionNotMetException"
  | "RefreshTokenReuseException"
  | "ResourceNotFoundException"
  | "ScopeDoesNotExistException"
  | "SerializationException"
  | "SoftwareTokenMFANotFoundException"
  | "TermsExistsException"
  | "TooManyFailedAttemptsException"
  | "TooManyRequestsException"
  | "UnauthorizedException"
  | "UnexpectedLambdaException"
  | "UnknownOperationException"
  | "UnsupportedOperationException"
  | "UnsupportedTokenTypeException"
  | "UnsupportedUserStateException"
  | "UserImportInProgressException"
  | "UserLambdaValidationException"
  | "UserNotConfirmedException"
  | "UserNotFoundException"
  | "UserPoolAddOnNotEnabledException"
  | "UsernameExistsException"
  | "WebAuthnChallengeNotFoundException"
  | "WebAuthnClientMismatchException"
  | "WebAuthnConfigurationMissingException"
  | "WebAuthnCredentialNotSupportedException"
  | "WebAuthnNotEnabledException"
  | "WebAuthnOriginNotAllowedException"
  | "WebAuthnRelyingPartyMismatchException";

/**
 * The API reference documents 400 for every client error. Newer SDK models differ, so callers should compare
 * names.
 */
const statusOf = (code: ErrorName): number => (code === "InternalErrorException" ? 500 : 400);

export class CognitoError extends ServiceError {
  declare readonly code: ErrorName;

  constructor(code: ErrorName, message: string, options?: ErrorOptions) {
    super(code, message, statusOf(code), options);
    this.name = code;
  }
}

export const invalidParameter = (message: string) => new CognitoError("InvalidParameterException", message);

export const notAuthorized = (message: string) => new CognitoError("NotAuthorizedException", message);

export const userNotFound = () => new CognitoError("UserNotFoundException", "User does not exist.");

/** For operations that take a client and a username, and send or check a code. */
export const userNotFoundForClient = () =>
  new CognitoError("UserNotFoundException", "Username/client id combination not found.");

export const incorrectCredentials = () => notAuthorized("Incorrect username or password.");

export const notImplemented = (what: string) =>
  new CognitoError("NotImplementedException", `${what} is not available in the local user pool yet.`);

/** The answer to a defect of this program. */
export const defect = { code: "InternalErrorException", message: "Something went wrong" } as const;

export const internalError = () => new CognitoError(defect.code, defect.message);
