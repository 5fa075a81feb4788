/** @aws-amplify/auth v6, as a page uses it: only the endpoint and the token storage are the test's. */
import {
  confirmResetPassword,
  confirmSignUp,
  fetchAuthSession,
  getCurrentUser,
  resetPassword,
  signIn,
  signOut,
  signUp,
  updatePassword,
} from "@aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "@aws-amplify/auth/cognito";
import { Amplify, ConsoleLogger, type KeyValueStorageInterface } from "@aws-amplify/core";
import { AdminDisableUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import {
  givenUser,
  lastCode,
  password,
  poolId,
  publicId,
  refusal,
  startWorld,
  verified,
  type World,
} from "./world.js";

const flows = {
  ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  PreventUserExistenceErrors: "ENABLED",
};
const next = "Another-Horse-2";

function memoryStorage(): KeyValueStorageInterface & { read(part: string): string | undefined } {
  const items = new Map<string, string>();
  return {
    getItem: async (key) => items.get(key) ?? null,
    setItem: async (key, value) => void items.set(key, value),
    removeItem: async (key) => void items.delete(key),
    clear: async () => items.clear(),
    read: (part) => [...items].find(([key]) => key.endsWith(part))?.[1],
  };
}

let world: World;
let storage = memoryStorage();
const useFreshBrowser = () => {
  storage = memoryStorage();
  cognitoUserPoolsTokenProvider.setKeyValueStorage(storage);
};

beforeAll(async () => {
  world = await startWorld({ publicClient: flows });
  const Auth = {
    Cognito: { userPoolId: poolId, userPoolClientId: publicId, userPoolEndpoint: world.running.url },
  };
  ConsoleLogger.LOG_LEVEL = "ERROR"; // it warns of every custom endpoint
  cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
  Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
  useFreshBrowser();
});
afterEach(async () => {
  await signOut();
  useFreshBrowser();
});
afterAll(() => world.close());

const tokensHeld = () => ({
  access: storage.read(".accessToken") ?? "",
  id: storage.read(".idToken") ?? "",
  refresh: storage.read(".refreshToken") ?? "",
});

describe("a user with Amplify", () => {
  it("signs up, confirms the address and signs in with SRP", async () => {
    const username = "amplify@example.com";
    const created = await signUp({ username, password, options: { userAttributes: { email: username } } });
    expect(created).toMatchObject({
      nextStep: { signUpStep: "CONFIRM_SIGN_UP", codeDeliveryDetails: { deliveryMedium: "EMAIL" } },
    });
    expect((await signIn({ username, password })).nextStep.signInStep).toBe("CONFIRM_SIGN_UP");
    const confirmed = await confirmSignUp({ username, confirmationCode: lastCode(world, username) });
    expect(confirmed.isSignUpComplete).toBe(true);

    expect(await signIn({ username, password })).toMatchObject({ isSignedIn: true });
    const { userId } = await getCurrentUser();
    expect(userId).toBe(created.userId);
    expect((await verified(world, tokensHeld(), publicId)).id).toMatchObject({
      sub: userId,
      email: username,
    });
  });

  it.each(["USER_SRP_AUTH", "USER_PASSWORD_AUTH"] as const)(
    "signs in with %s and not with a wrong password",
    async (authFlowType) => {
      const { email: username } = await givenUser(world);
      const attempt = (given: string) => signIn({ username, password: given, options: { authFlowType } });

      expect(await refusal(attempt(next))).toBe("NotAuthorizedException: Incorrect username or password.");
      expect(await attempt(password)).toMatchObject({ isSignedIn: true, nextStep: { signInStep: "DONE" } });
    },
  );

  it("holds a session and refreshes it", async () => {
    const { email, username } = await givenUser(world);
    await signIn({ username: email, password });
    const first = await fetchAuthSession();
    expect(first.userSub).toBe(username);
    expect(first.tokens?.accessToken.payload.username).toBe(username);
    expect((await fetchAuthSession()).tokens?.accessToken.payload.jti).toBe(
      first.tokens?.accessToken.payload.jti,
    );

    const second = await fetchAuthSession({ forceRefresh: true });
    expect(second.tokens?.accessToken.payload.jti).not.toBe(first.tokens?.accessToken.payload.jti);
    expect(second.tokens?.accessToken.payload.origin_jti).toBe(first.tokens?.accessToken.payload.origin_jti);
    await verified(world, tokensHeld(), publicId);
  });

  it("loses the session at the next refresh once it is disabled", async () => {
    const { email } = await givenUser(world);
    await signIn({ username: email, password });
    await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }));

    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
    expect(await refusal(getCurrentUser())).toMatch(/^UserUnAuthenticatedException/);
  });

  it("changes the password", async () => {
    const { email: username } = await givenUser(world);
    await signIn({ username, password });
    expect(await refusal(updatePassword({ oldPassword: next, newPassword: next }))).toMatch(
      /^NotAuthorizedException/,
    );
    await updatePassword({ oldPassword: password, newPassword: next });
    await signOut();

    expect(await refusal(signIn({ username, password }))).toMatch(/^NotAuthorizedException/);
    expect((await signIn({ username, password: next })).isSignedIn).toBe(true);
  });

  it("sets a forgotten password with the code of the message", async () => {
    const { email: username } = await givenUser(world);
    const asked = await resetPassword({ username });
    expect(asked.nextStep.resetPasswordStep).toBe("CONFIRM_RESET_PASSWORD_WITH_CODE");
    await confirmResetPassword({
      username,
      newPassword: next,
      confirmationCode: lastCode(world, username),
    });

    expect((await signIn({ username, password: next })).isSignedIn).toBe(true);
  });

  it("ends its sessions on every device by a global sign-out", async () => {
    const { email: username } = await givenUser(world);
    await signIn({ username, password });
    const phone = storage;
    useFreshBrowser();
    await signIn({ username, password });
    await signOut({ global: true });
    expect(tokensHeld().refresh).toBe("");

    cognitoUserPoolsTokenProvider.setKeyValueStorage(phone);
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
  });
});
