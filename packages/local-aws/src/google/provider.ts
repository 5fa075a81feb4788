/** Configures oidc-provider like Google: discovery, code flow, PKCE, profile claims in the ID token. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { type Configuration, interactionPolicy, Provider } from "oidc-provider";
import { memoryAdapter } from "./memory-adapter.js";
import { claimsOf, type GoogleUser } from "./users.js";

export type GoogleClient = {
  readonly id: string;
  readonly secret: string;
  /** Allowed redirect paths on this machine, at any port. */
  readonly callbackPaths: readonly string[];
};

const loopback = ["http://127.0.0.1", "http://localhost"];

export const googleProvider = (
  issuer: string,
  clients: readonly GoogleClient[],
  users: readonly GoogleUser[],
): Provider =>
  new Provider(issuer, {
    ...fixedSettings(),
    clients: clients.map(({ id, secret, callbackPaths }) => ({
      client_id: id,
      client_secret: secret,
      // Redirect URIs of native applications may have any port (RFC 8252, section 7.3).
      application_type: "native",
      redirect_uris: loopback.flatMap((host) => callbackPaths.map((path) => `${host}${path}`)),
      token_endpoint_auth_method: "client_secret_post",
    })),
    findAccount: (_, sub) => {
      const user = users.find((other) => other.sub === sub);
      return user && { accountId: sub, claims: () => claimsOf(user) };
    },
    loadExistingGrant: grantOfWhatIsAsked,
  });

const fixedSettings = (): Configuration => ({
  adapter: memoryAdapter(),
  claims: {
    openid: ["sub"],
    email: ["email", "email_verified"],
    profile: ["name", "given_name", "family_name", "picture", "locale"],
  },
  conformIdTokenClaims: false,
  pkce: { required: () => false },
  features: { devInteractions: { enabled: false } },
  interactions: { policy: alwaysAsked(), url: (_, { uid }) => `/interaction/${uid}` },
  jwks: { keys: [signingKey()] },
  cookies: { keys: [randomBytes(32).toString("base64url")] },
  ttl: {
    AccessToken: 3600,
    AuthorizationCode: 60,
    Grant: 3600,
    IdToken: 3600,
    Interaction: 600,
    Session: 600,
  },
  renderError: (context, { error, error_description: more }) => {
    context.type = "text/plain";
    context.body = [error, more].filter((words) => words !== undefined).join(": ");
  },
});

/** Grants consent without asking. */
const grantOfWhatIsAsked: NonNullable<Configuration["loadExistingGrant"]> = async ({ oidc }) => {
  const { client, session, params } = oidc;
  if (!client || !session) return undefined;
  const grant = new oidc.provider.Grant({
    clientId: client.clientId,
    ...(session.accountId !== undefined && { accountId: session.accountId }),
  });
  grant.addOIDCScope(String(params?.scope ?? "openid"));
  await grant.save();
  return grant;
};

/** Shows the account page at every sign-in, so that the user can change. */
const alwaysAsked = () => {
  const { base, Check, Prompt } = interactionPolicy;
  const policy = base();
  policy.remove("consent");
  policy
    .get("login")
    ?.checks.add(
      new Check("account_asked", "the account is requested at each sign-in", ({ oidc }) =>
        oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    );
  policy.add(new Prompt({ name: "select_account", requestable: true }), 0);
  return policy;
};

const signingKey = () => ({
  ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }),
  use: "sig",
  alg: "RS256",
  kid: "local-google-1",
});
