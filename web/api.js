/**
 * The account API for pages of the same origin. The session is in a cookie that scripts cannot read. Requests that change
 * something carry a header that forms of other sites cannot set.
 */

/**
 * Calls the API. `body` of the result is JSON, text or undefined. Status 0 means that there was no response.
 */
const call = async (method, path, { body, accountId } = {}) => {
  const headers = method === "GET" ? {} : { "x-csrf": "1" };
  if (body !== undefined) headers["content-type"] = "application/json";
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

/** The session is valid for a quarter of an hour, and a refusal has no effect: so it is renewed, and the call repeated. */
const callInSession = async (method, path, options) => {
  const answer = await call(method, path, options);
  if (answer.status !== 401) return answer;
  return (await refresh()).ok ? call(method, path, options) : answer;
};

export const session = () => call("GET", "session");
export const signIn = (email, password, remember) =>
  call("POST", "signin", { body: { email, password, remember } });
export const signUp = (details) => call("POST", "signup", { body: details });
export const confirm = (details) => call("POST", "confirm", { body: details });
export const resend = (email) => call("POST", "resend", { body: { email } });
/** `method` is "code" or "link". */
export const askForMail = (method, email) =>
  call("POST", `signin/${method}`, { body: { email, language: navigator.language } });
export const verifyCode = (code) => call("POST", "signin/code/verify", { body: { code } });
export const verifyLink = (token) => call("POST", "signin/link/verify", { body: { token } });
export const refresh = () => call("POST", "refresh", { body: {} });
export const signOut = () => call("POST", "signout", { body: {} });
export const me = (accountId) => callInSession("GET", "me", { accountId });

/** Converts a failed response to a notice: the detail of a problem document, or the gateway's message. */
export const failureNotice = ({ status, body }) => {
  if (status === 0)
    return { failed: true, words: "The API did not respond. Check that the stack is running." };
  const words = body?.detail ?? body?.message ?? `The API returned status ${status}.`;
  const facts = [
    `status ${status}`,
    body?.code && `code ${body.code}`,
    body?.fields && `fields ${body.fields.join(", ")}`,
    body?.request_id && `request ${body.request_id}`,
  ];
  return { failed: true, words, facts: facts.filter(Boolean).join(" · ") };
};
