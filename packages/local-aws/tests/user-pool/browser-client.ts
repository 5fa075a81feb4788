/** amazon-cognito-identity-js, as a page uses it, with its callbacks as one promise of what happened. */
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type IAuthenticationCallback,
  type ICognitoStorage,
} from "amazon-cognito-identity-js";
import "../support/native-mod-pow.js";
import { poolId, publicId, type World } from "./world.js";

export type Outcome =
  | { kind: "signed in"; session: CognitoUserSession; deviceToConfirm?: boolean }
  | { kind: "refused"; name: string; message: string }
  | { kind: "asked"; challenge: string; parameters: unknown; required?: unknown };

export function memoryStorage(): ICognitoStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}

export function browserUser({ running }: World, Username: string, Storage = memoryStorage()): CognitoUser {
  const Pool = new CognitoUserPool({
    UserPoolId: poolId,
    ClientId: publicId,
    endpoint: running.url,
    Storage,
    AdvancedSecurityDataCollectionFlag: false,
  });
  return new CognitoUser({ Username, Pool, Storage });
}

/** Calls a method of the library and waits for the first callback. */
export const outcomeOf = (call: (callbacks: IAuthenticationCallback) => void): Promise<Outcome> =>
  new Promise((resolve) => {
    const asked = (challenge: string, parameters: unknown, required?: unknown) =>
      resolve({ kind: "asked", challenge, parameters, ...(required !== undefined && { required }) });
    call({
      onSuccess: (session, deviceToConfirm) =>
        resolve({ kind: "signed in", session, ...(deviceToConfirm && { deviceToConfirm }) }),
      onFailure: (error: Error) => resolve({ kind: "refused", name: error.name, message: error.message }),
      newPasswordRequired: (attributes, required) => asked("NEW_PASSWORD_REQUIRED", attributes, required),
      mfaRequired: (challenge, parameters) => asked(challenge, parameters),
      totpRequired: (challenge, parameters) => asked(challenge, parameters),
      customChallenge: (parameters) => asked("CUSTOM_CHALLENGE", parameters),
      mfaSetup: (challenge, parameters) => asked(challenge, parameters),
      selectMFAType: (challenge, parameters) => asked(challenge, parameters),
    });
  });

export const details = (
  user: CognitoUser,
  Password: string,
  metadata: { ValidationData?: Record<string, string>; ClientMetadata?: Record<string, string> } = {},
) => new AuthenticationDetails({ Username: user.getUsername(), Password, ...metadata });

export const srpSignIn = (user: CognitoUser, given: string): Promise<Outcome> =>
  outcomeOf((callbacks) => user.authenticateUser(details(user, given), callbacks));

/** The other methods take a node-style callback. */
export const settled = <T>(call: (done: (error: Error | undefined | null, result?: T) => void) => void) =>
  new Promise<T | undefined>((resolve, reject) =>
    call((error, result) => (error ? reject(error) : resolve(result))),
  );
