/** Every source of every trigger (developer guide, "Customizing user pool workflows with Lambda triggers"). */
const messages = [
  "SignUp",
  "AdminCreateUser",
  "ResendCode",
  "ForgotPassword",
  "UpdateUserAttribute",
  "VerifyUserAttribute",
  "Authentication",
];

const causes: Readonly<Record<string, readonly string[]>> = {
  PreSignUp: ["SignUp", "AdminCreateUser", "ExternalProvider"],
  PostConfirmation: ["ConfirmSignUp", "ConfirmForgotPassword"],
  PreAuthentication: ["Authentication"],
  PostAuthentication: ["Authentication"],
  TokenGeneration: [
    ...["HostedAuth", "Authentication", "NewPasswordChallenge", "ClientCredentials", "AuthenticateDevice"],
    "RefreshTokens",
  ],
  CustomMessage: messages,
  CustomEmailSender: [...messages, "AccountTakeOverNotification"],
  CustomSMSSender: messages,
  DefineAuthChallenge: ["Authentication"],
  CreateAuthChallenge: ["Authentication"],
  VerifyAuthChallengeResponse: ["Authentication"],
  UserMigration: ["Authentication", "ForgotPassword"],
  InboundFederation: ["ExternalProvider"],
};

export const triggerCatalogue: readonly string[] = Object.entries(causes).flatMap(([trigger, list]) =>
  list.map((cause) => `${trigger}_${cause}`),
);
