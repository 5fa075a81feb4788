/**
 * For each role of the stage: a group of the user pool, and the IAM role that the identity pool gives to its
 * members. The rules match the claim `role` of the ID token, which is read from the directory at every
 * refresh. The first matching rule applies; roles are ordered from highest to lowest.
 */
const groupOf = (role) => `${role.toLowerCase()}s`;
const roleId = (role) => `${role}IdentityRole`;
const arnOf = (logicalId) => ({ "Fn::GetAtt": [logicalId, "Arn"] });

const trust = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "cognito-identity.amazonaws.com:aud": { Ref: "IdentityPool" } },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
      },
    },
  ],
};

const route = (method, path) => ({
  "Fn::Sub": `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${HttpApi}/$default/${method}${path}`,
});

const identityRole = (paths) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: trust,
    Policies: [
      {
        PolicyName: "routes",
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "execute-api:Invoke",
              Resource: paths.map((path) => route("GET", path)),
            },
          ],
        },
      },
    ],
  },
});

/** The routes for IAM identities that members may call. */
const PATHS = ["/api/probe/iam"];
const DEMO_PATHS = ["/test/public", "/test/auth"];

const group = (role, precedence) => ({
  Type: "AWS::Cognito::UserPoolGroup",
  Properties: {
    UserPoolId: { Ref: "UserPool" },
    GroupName: groupOf(role),
    Description: `Members with the role ${role}`,
    Precedence: precedence,
    RoleArn: arnOf(roleId(role)),
  },
});

const attachment = (roles, demo) => ({
  Type: "AWS::Cognito::IdentityPoolRoleAttachment",
  Properties: {
    IdentityPoolId: { Ref: "IdentityPool" },
    Roles: { authenticated: arnOf("AuthenticatedRole"), unauthenticated: arnOf("UnauthenticatedRole") },
    RoleMappings: {
      userPool: mapping(roles, "UserPoolClient"),
      tokenClient: mapping(roles, "TokenClient"),
      ...(demo && { demoSrpClient: mapping(roles, "DemoSrpClient") }),
    },
  },
});

const mapping = (roles, client) => ({
  IdentityProvider: {
    "Fn::Join": [":", [{ "Fn::GetAtt": ["UserPool", "ProviderName"] }, { Ref: client }]],
  },
  Type: "Rules",
  AmbiguousRoleResolution: "AuthenticatedRole",
  RulesConfiguration: {
    Rules: roles.map((role) => ({
      Claim: "role",
      MatchType: "Equals",
      Value: role,
      RoleARN: arnOf(roleId(role)),
    })),
  },
});

module.exports = async ({ resolveVariable }) => {
  const configured = await resolveVariable("param:roles");
  const roles = (typeof configured === "string" ? JSON.parse(configured) : configured).map(
    ({ role }) => role,
  );
  const demo = (await resolveVariable("param:demo")) === "on";
  const iamRole = identityRole([...PATHS, ...(demo ? DEMO_PATHS : [])]);
  const resources = roles.flatMap((role, precedence) => [
    [roleId(role), iamRole],
    [`${role}Group`, group(role, precedence)],
  ]);
  return { Resources: { ...Object.fromEntries(resources), IdentityPoolRoles: attachment(roles, demo) } };
};
