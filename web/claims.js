/** Shows the claims of two tokens side by side. The browser does not verify the tokens; the API does. */
import { el } from "./dom.js";

const OURS = [
  "user_id",
  "legacy_id",
  "system_account_id",
  "visible_account_id",
  "cell_id",
  "role",
  "membership_count",
  "membership_version",
  "cognito:groups",
];
const TIMES = new Set(["auth_time", "exp", "iat"]);

/** The payload of a JWT (RFC 7519, section 3); an empty object if the text is not one. */
export const payloadOf = (token) => {
  try {
    const base64 = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return {};
  }
};

/** Groups the claims into those that the product adds and those of the user pool. */
export const groupedClaims = (access, id) => {
  const names = [...new Set([...Object.keys(access), ...Object.keys(id)])];
  const isOurs = (name) => OURS.includes(name) || name.startsWith("custom:");
  const place = (name) => (OURS.includes(name) ? OURS.indexOf(name) : OURS.length);
  const row = (name) => ({ name, access: access[name], id: id[name] });
  return {
    ours: names
      .filter(isOurs)
      .sort((a, b) => place(a) - place(b))
      .map(row),
    pool: names
      .filter((name) => !isOurs(name))
      .sort()
      .map(row),
  };
};

/** Fills the two bodies of the claims table. */
export const showClaims = (oursBody, poolBody, { access, id }) => {
  const { ours, pool } = groupedClaims(access, id);
  oursBody.replaceChildren(heading("Added by this system"), ...ours.map(claimRow));
  poolBody.replaceChildren(heading("Issued by the user pool"), ...pool.map(claimRow));
};

const heading = (text) => el("tr", {}, el("th", { scope: "rowgroup", colspan: 3 }, text));

const claimRow = ({ name, access, id }) =>
  el("tr", {}, el("th", { scope: "row" }, name), valueCell(name, access), valueCell(name, id));

const valueCell = (name, value) => {
  if (value === undefined) return el("td", { class: "absent" }, "–");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const moment = TIMES.has(name) && el("small", {}, new Date(value * 1000).toLocaleString());
  return moment ? el("td", {}, text, moment) : el("td", {}, text);
};
