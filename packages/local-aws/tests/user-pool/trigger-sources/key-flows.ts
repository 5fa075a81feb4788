/** Sign-ins that prove a key: passkeys, SRP by choice, remembered devices; and the set-up of a second factor. */
import { signIn as amplifySignIn, signOut } from "@aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "@aws-amplify/auth/cognito";
import { Amplify, ConsoleLogger } from "@aws-amplify/core";
import {
  AssociateSoftwareTokenCommand,
  CompleteWebAuthnRegistrationCommand,
  StartWebAuthnRegistrationCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { passkey } from "../authenticator.js";
import { browserUser, memoryStorage, srpSignIn } from "../browser-client.js";
import { totp } from "../totp.js";
import { givenUser, password, poolId, publicId, signIn, type World } from "../world.js";
import {
  authenticated,
  type FlowRow,
  postAuthentication,
  preAuthentication,
  row,
  signedIn,
} from "./flow-row.js";
import { anyUser, begin, respond } from "./steps.js";

async function withPasskey(world: World) {
  const { email } = await givenUser(world);
  const { access: AccessToken } = await signIn(world, email);
  const started = await world.cognito.send(new StartWebAuthnRegistrationCommand({ AccessToken }));
  const key = passkey();
  const Credential = key.create(started.CredentialCreationOptions);
  await world.cognito.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));
  return { email, key };
}

async function bySrpOfChoice(world: World, username: string) {
  const Auth = {
    Cognito: { userPoolId: poolId, userPoolClientId: publicId, userPoolEndpoint: world.running.url },
  };
  ConsoleLogger.LOG_LEVEL = "ERROR"; // it warns of every custom endpoint
  cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
  Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
  const storage = memoryStorage();
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    getItem: async (key) => storage.getItem(key),
    setItem: async (key, value) => storage.setItem(key, value),
    removeItem: async (key) => storage.removeItem(key),
    clear: async () => storage.clear(),
  });
  const options = { authFlowType: "USER_AUTH", preferredChallenge: "PASSWORD_SRP" } as const;
  const { isSignedIn } = await amplifySignIn({ username, password, options });
  if (!isSignedIn) throw new Error("not signed in");
  await signOut();
}

export const keyFlows: readonly FlowRow[] = [
  row("choosing a passkey", signedIn, withPasskey, async (world, { email, key }) => {
    const asked = await begin(world, "USER_AUTH", email, { PREFERRED_CHALLENGE: "WEB_AUTHN" });
    const options = asked.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? "{}";
    return respond(world, asked, { CREDENTIAL: key.get(options) });
  }),
  row("choosing SRP", signedIn, anyUser, (world, { email }) => bySrpOfChoice(world, email)),
];

/** The library keeps the device's key under the generated username. */
const newBrowser = async (world: World) => ({ ...(await givenUser(world)), storage: memoryStorage() });

const inBrowser = async (
  world: World,
  { username, storage }: { username: string; storage: ReturnType<typeof memoryStorage> },
) => {
  const outcome = await srpSignIn(browserUser(world, username, storage), password);
  if (outcome.kind !== "signed in") throw new Error(JSON.stringify(outcome));
};

/** In a pool that remembers devices. */
export const deviceFlows: readonly FlowRow[] = [
  row("signing in on a new device, which is confirmed", signedIn, newBrowser, inBrowser),
  row(
    "signing in on a remembered device",
    [preAuthentication, postAuthentication, "TokenGeneration_AuthenticateDevice"],
    async (world) => {
      const browser = await newBrowser(world);
      await inBrowser(world, browser);
      return browser;
    },
    inBrowser,
  ),
];

/** In a pool that demands a software token. */
export const setUpFlows: readonly FlowRow[] = [
  row(
    "setting up the second factor that the pool demands",
    [preAuthentication, ...authenticated],
    anyUser,
    async (world, { email }) => {
      const asked = await begin(world, "USER_PASSWORD_AUTH", email, { PASSWORD: password });
      const { SecretCode = "", Session: opened } = await world.cognito.send(
        new AssociateSoftwareTokenCommand({ Session: asked.Session }),
      );
      const UserCode = totp(SecretCode, world.clock.now());
      const { Session } = await world.cognito.send(
        new VerifySoftwareTokenCommand({ Session: opened, UserCode }),
      );
      return respond(world, { ...asked, Session }, {});
    },
  ),
];
