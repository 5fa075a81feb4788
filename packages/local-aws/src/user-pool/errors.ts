/**
 * The one error that operations throw. It carries the name that every AWS SDK turns into `error.name`;
 * `http/aws-json.ts` is the only place that renders it. Anything else that is thrown is a defect and is
 * answered as InternalErrorException without its text.
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

/** The API Reference prints 400 for every client error; newer SDK models differ, so callers compare names. */
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

/** Of the operations that take a client and a username, and send or take a code. */
export const userNotFoundForClient = () =>
  new CognitoError("UserNotFoundException", "Username/client id combination not found.");

export const incorrectCredentials = () => notAuthorized("Incorrect username or password.");

export const notImplemented = (what: string) =>
  new CognitoError("NotImplementedException", `${what} is not available in the local user pool yet.`);
