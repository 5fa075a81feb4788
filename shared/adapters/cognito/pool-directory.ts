/**
 * Users of the pool by their `sub`, for triggers: without the SDK client, which is most of a function's code.
 * AdminGetUser is consistent, but takes the `sub` of a native user only. A federated user is found by
 * ListUsers, which lags behind by a moment.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
 */
import { AuthError } from "../../domain/errors.js";
import type { PoolAttributes, PoolDirectory } from "../../ports/index.js";
import type { AwsJsonCall, AwsJsonService } from "../aws/signed-json.js";
import { attempt } from "./failure.js";
import { type DescribedUser, poolUserFrom } from "./pool-user-from.js";

export const COGNITO: Omit<AwsJsonService, "endpoint"> = {
  name: "cognito-idp",
  target: "AWSCognitoIdentityProviderService",
  version: "1.1",
};

/** The attribute for the provider's user id, for social and OpenID Connect providers alike. */
const SUBJECT = "Cognito_Subject";

type Fields = Readonly<Record<string, unknown>>;

export const cognitoPoolDirectory = (call: AwsJsonCall): PoolDirectory => {
  /** Undefined if the pool does not know the user. */
  const asked = async (operation: string, input: object): Promise<Fields | undefined> => {
    const answer = await attempt(() => call(operation, input));
    if (answer.kind === "value") return answer.value;
    if (answer.failure.name === "UserNotFoundException") return undefined;
    throw new AuthError("temporarily_unavailable", { cause: answer.failure.asAuthError() });
  };
  return {
    bySub: async (UserPoolId, sub) => {
      const native = await asked("AdminGetUser", { UserPoolId, Username: sub });
      const found = native && poolUserFrom({ ...native, Attributes: listIn(native.UserAttributes) });
      if (found?.sub === sub) return found;
      const listed = await asked("ListUsers", { UserPoolId, Filter: `sub = "${quoted(sub)}"`, Limit: 1 });
      const [user] = listIn<DescribedUser>(listed?.Users);
      return user && poolUserFrom(user);
    },
    remove: async (UserPoolId, Username) => void (await asked("AdminDeleteUser", { UserPoolId, Username })),
    link: async (UserPoolId, username, { provider, subject }) => {
      const linked = await asked("AdminLinkProviderForUser", {
        UserPoolId,
        DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: username },
        SourceUser: {
          ProviderName: provider,
          ProviderAttributeName: SUBJECT,
          ProviderAttributeValue: subject,
        },
      });
      if (linked === undefined) throw new AuthError("temporarily_unavailable");
    },
  };
};

/** For writes that a sign-in can do without: each failure is `temporarily_unavailable`. */
export const cognitoPoolAttributes = (call: AwsJsonCall): PoolAttributes => ({
  setLegacyId: async (UserPoolId, Username, Value) => {
    const UserAttributes = [{ Name: "custom:legacy_id", Value }];
    const answer = await attempt(() =>
      call("AdminUpdateUserAttributes", { UserPoolId, Username, UserAttributes }),
    );
    if (answer.kind === "failure")
      throw new AuthError("temporarily_unavailable", { cause: answer.failure.asAuthError() });
  },
});

const listIn = <Item>(value: unknown): Item[] => (Array.isArray(value) ? value : []);

/** A filter value ends at the next quote. */
const quoted = (value: string): string => value.replaceAll(/[\\"]/g, "\\$&");
