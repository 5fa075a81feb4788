/**
 * /signup, /confirmUser, /forgotPassword and /confirmForgotPassword: forms over the operations of the API, with the same
 * rules, triggers, limits and silence about who exists.
 */
import { createHmac } from "node:crypto";
import { CognitoError } from "../../errors.js";
import { confirmSignUp } from "../../operations/confirm-sign-up.js";
import { confirmForgotPassword, forgotPassword } from "../../operations/forgot-password.js";
import type { Operation } from "../../operations/operation.js";
import { signUp } from "../../operations/sign-up.js";
import type { Pool, PoolClient } from "../../store/pool.js";
import { returnAddress } from "../authorize-request.js";
import { type OAuthAnswer, type OAuthRequest, redirect } from "../exchange.js";
import { errorPage, type Field, formPage, isOwnForm } from "./page.js";

interface AccountPage {
  readonly title: string;
  readonly button: string;
  readonly operation: Operation;
  fields(pool: Pool): readonly Field[];
  input(form: URLSearchParams, pool: Pool): object;
  /** Where people go when it is done. */
  next(answer: object): string;
}

const newPassword: Field = {
  name: "password",
  label: "New password",
  type: "password",
  autocomplete: "new-password",
};
const codeField: Field = { name: "code", label: "Code", autocomplete: "one-time-code" };

/** What a profile needs besides the name that people sign in with. */
const profileAttributes = ({ settings }: Pool): string[] => {
  const required = settings.Schema.filter(({ Required }) => Required).map(({ Name }) => Name);
  const wanted = new Set([...required, ...settings.AutoVerifiedAttributes]);
  return [...wanted].filter((name) => !settings.UsernameAttributes.some((named) => named === name));
};

export const signUpPage = accountPage({
  title: "Sign up",
  button: "Sign up",
  operation: signUp,
  fields: (pool) => [
    ...profileAttributes(pool).map((name) => ({ name, label: name.replaceAll("_", " ") })),
    newPassword,
  ],
  input: (form, pool) => ({
    Password: form.get("password"),
    UserAttributes: profileAttributes(pool).map((Name) => ({ Name, Value: form.get(Name) ?? "" })),
  }),
  next: (answer) => ("UserConfirmed" in answer && answer.UserConfirmed === true ? "login" : "confirmUser"),
});

export const confirmUserPage = accountPage({
  title: "Confirm your account",
  button: "Confirm",
  operation: confirmSignUp,
  fields: () => [codeField],
  input: (form) => ({ ConfirmationCode: form.get("code") }),
  next: () => "login",
});

export const forgotPasswordPage = accountPage({
  title: "Forgot your password?",
  button: "Send me a code",
  operation: forgotPassword,
  fields: () => [],
  input: () => ({}),
  next: () => "confirmForgotPassword",
});

export const confirmForgotPasswordPage = accountPage({
  title: "Choose a new password",
  button: "Change password",
  operation: confirmForgotPassword,
  fields: () => [codeField, newPassword],
  input: (form) => ({ ConfirmationCode: form.get("code"), Password: form.get("password") }),
  next: () => "login",
});

function accountPage(page: AccountPage): (request: OAuthRequest) => Promise<OAuthAnswer> {
  return async (request) => {
    const { pool, url, method, form } = request;
    const client = returnAddress(pool, url.searchParams)?.client;
    if (!client?.settings.SupportedIdentityProviders.includes("COGNITO")) {
      return errorPage("The application or its redirect address is not known here.");
    }
    if (method !== "POST") return shown(page, request, url.searchParams.get("login_hint") ?? "");
    const name = form.get("username") ?? "";
    if (!isOwnForm(request)) return shown(page, request, name, "The page was open for too long. Try again.");
    try {
      const answer = await page.operation.handle(request.services, inputOf(page, request, client, name));
      const query = new URLSearchParams(url.searchParams);
      query.set("login_hint", name);
      return redirect(`/${pool.id}/${page.next(answer)}?${query}`);
    } catch (error) {
      if (!(error instanceof CognitoError)) throw error;
      return shown(page, request, name, error.message);
    }
  };
}

const inputOf = (
  page: AccountPage,
  { pool, form }: OAuthRequest,
  { id, secret }: PoolClient,
  name: string,
): object => ({
  ClientId: id,
  Username: name,
  ...(secret !== undefined && {
    SecretHash: createHmac("sha256", secret).update(`${name}${id}`).digest("base64"),
  }),
  ...page.input(form, pool),
});

const shown = (page: AccountPage, request: OAuthRequest, name: string, error?: string): OAuthAnswer =>
  formPage(request, {
    title: page.title,
    fields: [
      { name: "username", label: "Username or email", autocomplete: "username", value: name },
      ...page.fields(request.pool),
    ],
    button: page.button,
    error,
    links: [{ text: "Sign in", href: `/${request.pool.id}/login${request.url.search}` }],
  });
