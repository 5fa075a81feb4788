/**
 * The account API, as a browser of the same origin calls it. The refresh token is a cookie that no
 * script can read; the access token is an argument, and is stored nowhere.
 */

/** An answer: `body` is its JSON, or its text, or undefined; status 0 means that there was none. */
const call = async (method, path, { body, accessToken, accountId } = {}) => {
  const headers = {};
  if (body !== undefined) headers["content-type"] = "application/json";
  if (accessToken) headers.authorization = `Bearer ${accessToken}`;
  if (accountId) headers["x-account-id"] = accountId;
  const started = performance.now();
  try {
    const response = await fetch(`/api/account/${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: "error",
    });
    const text = await response.text();
    return { ok: response.ok, status: response.status, body: parsed(text), ms: performance.now() - started };
  } catch {
    return { ok: false, status: 0, body: undefined, ms: performance.now() - started };
  }
};

const parsed = (text) => {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export const signIn = (email, password) => call("POST", "signin", { body: { email, password } });
export const signUp = (details) => call("POST", "signup", { body: details });
export const confirm = (details) => call("POST", "confirm", { body: details });
export const resend = (email) => call("POST", "resend", { body: { email } });
/** `method` is "code" or "link". */
export const askForMail = (method, email) =>
  call("POST", `signin/${method}`, { body: { email, language: navigator.language } });
export const verifyCode = (code) => call("POST", "signin/code/verify", { body: { code } });
export const verifyLink = (token) => call("POST", "signin/link/verify", { body: { token } });
export const refresh = () => call("POST", "refresh", { body: {} });
export const signOut = (accessToken) => call("POST", "signout", { body: {}, accessToken });
export const me = (accessToken, accountId) => call("GET", "me", { accessToken, accountId });

/** A failed answer as a notice: a problem document's detail, or the gateway's message. */
export const failureNotice = ({ status, body }) => {
  if (status === 0) return { failed: true, words: "The API did not answer. Is the stack still running?" };
  const words = body?.detail ?? body?.message ?? `The API answered with status ${status}.`;
  const facts = [
    `status ${status}`,
    body?.code && `code ${body.code}`,
    body?.fields && `fields ${body.fields.join(", ")}`,
    body?.request_id && `request ${body.request_id}`,
  ];
  return { failed: true, words, facts: facts.filter(Boolean).join(" · ") };
};
