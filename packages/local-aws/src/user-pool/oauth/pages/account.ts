/**
 * /signup, /confirmUser, /forgotPassword and /confirmForgotPassword: forms for the API operations. The
 * operations' rules, triggers, limits and protection of user existence apply.
 */
import { CognitoError } from "../../errors.js";
import { confirmSignUp } from "../../operations/confirm-sign-up.js";
import { confirmForgotPassword, forgotPassword } from "../../operations/forgot-password.js";
import type { Operation } from "../../operations/operation.js";
import { resendConfirmationCode } from "../../operations/resend-confirmation-code.js";
import { signUp } from "../../operations/sign-up.js";
import { secretHashOf } from "../../rules/client-secret.js";
import type { Pool, PoolClient } from "../../store/pool.js";
import { returnAddress } from "../authorize-request.js";
import { type OAuthAnswer, type OAuthRequest, redirect } from "../exchange.js";
import type { Field } from "./fields.js";
import { errorPage, formPage, isOwnForm } from "./page.js";
import { attributeField, codeField } from "./question-fields.js";
import { wordsFor } from "./words.js";
import type { Words } from "./words-en.js";

interface AccountPage {
  readonly title: keyof Words;
  readonly button: keyof Words;
  readonly operation: Operation;
  /** A second button that needs only the username. */
  readonly other?: { readonly text: keyof Words; readonly operation: Operation; readonly done: keyof Words };
  fields(pool: Pool, words: Words): readonly Field[];
  input(form: URLSearchParams, pool: Pool): object;
  /** The address of the next page. */
  next(answer: object): string;
}

const newPassword = ({ newPassword: label }: Words): Field => ({
  name: "password",
  label,
  type: "password",
  autocomplete: "new-password",
});

/** The attributes that a profile needs besides the sign-in name. */
const profileAttributes = ({ settings }: Pool): string[] => {
  const required = settings.Schema.filter(({ Required }) => Required).map(({ Name }) => Name);
  const wanted = new Set([...required, ...settings.AutoVerifiedAttributes]);
  return [...wanted].filter((name) => !settings.UsernameAttributes.some((named) => named === name));
};

export const signUpPage = accountPage({
  title: "signUp",
  button: "signUp",
  operation: signUp,
  fields: (pool, words) => [
    ...profileAttributes(pool).map((name) => attributeField(name, name, words)),
    newPassword(words),
  ],
  input: (form, pool) => ({
    Password: form.get("password"),
    UserAttributes: profileAttributes(pool).map((Name) => ({ Name, Value: form.get(Name) ?? "" })),
  }),
  next: (answer) => ("UserConfirmed" in answer && answer.UserConfirmed === true ? "login" : "confirmUser"),
});

export const confirmUserPage = accountPage({
  title: "confirmTitle",
  button: "confirm",
  operation: confirmSignUp,
  other: { text: "resend", operation: resendConfirmationCode, done: "resent" },
  fields: (_, words) => [codeField("code", words)],
  input: (form) => ({ ConfirmationCode: form.get("code") }),
  next: () => "login",
});

export const forgotPasswordPage = accountPage({
  title: "forgotTitle",
  button: "sendCode",
  operation: forgotPassword,
  fields: () => [],
  input: () => ({}),
  next: () => "confirmForgotPassword",
});

export const confirmForgotPasswordPage = accountPage({
  title: "changeTitle",
  button: "change",
  operation: confirmForgotPassword,
  fields: (_, words) => [codeField("code", words), newPassword(words)],
  input: (form) => ({ ConfirmationCode: form.get("code"), Password: form.get("password") }),
  next: () => "login",
});

function accountPage(page: AccountPage): (request: OAuthRequest) => Promise<OAuthAnswer> {
  return async (request) => {
    const { pool, url, method, form } = request;
    const words = wordsFor(request);
    const client = returnAddress(pool, url.searchParams)?.client;
    if (!client?.settings.SupportedIdentityProviders.includes("COGNITO")) {
      return errorPage(request, words.unknownClient);
    }
    if (method !== "POST") return shown(page, request, url.searchParams.get("login_hint") ?? "");
    const name = form.get("username") ?? "";
    if (!isOwnForm(request)) return shown(page, request, name, { error: words.staleForm });
    try {
      return await sent(page, request, client, name);
    } catch (error) {
      if (!(error instanceof CognitoError)) throw error;
      return shown(page, request, name, { error: error.message });
    }
  };
}

async function sent(page: AccountPage, request: OAuthRequest, client: PoolClient, name: string) {
  const { services, pool, url, form } = request;
  const caller = callerOf(client, name);
  if (page.other && form.has("other")) {
    await page.other.operation.handle(services, caller);
    return shown(page, request, name, { status: wordsFor(request)[page.other.done] });
  }
  const answer = await page.operation.handle(services, { ...caller, ...page.input(form, pool) });
  const query = new URLSearchParams(url.searchParams);
  query.set("login_hint", name);
  return redirect(`/${pool.id}/${page.next(answer)}?${query}`);
}

const callerOf = (client: PoolClient, name: string): object => {
  const SecretHash = secretHashOf(client, name);
  return { ClientId: client.id, Username: name, ...(SecretHash !== undefined && { SecretHash }) };
};

function shown(
  page: AccountPage,
  request: OAuthRequest,
  name: string,
  news: { error?: string; status?: string } = {},
): OAuthAnswer {
  const words = wordsFor(request);
  return formPage(request, {
    title: words[page.title],
    fields: [
      { name: "username", label: words.username, autocomplete: "username", value: name },
      ...page.fields(request.pool, words),
    ],
    button: words[page.button],
    others: page.other ? [{ name: "other", value: "1", text: words[page.other.text] }] : [],
    ...news,
    links: [{ text: words.signIn, href: `/${request.pool.id}/login${request.url.search}` }],
  });
}
