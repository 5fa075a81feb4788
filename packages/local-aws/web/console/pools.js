/** The pools with their clients and triggers. */
import { byId, el } from "../dom.js";
import { code, factList, listed, table, withCopy } from "./facts.js";

const usersWords = (users) =>
  Object.entries(users)
    .map(([status, count]) => `${count} ${status.toLowerCase().replaceAll("_", " ")}`)
    .join(", ") || "none";

const signInPath = (poolId, { id, callbacks, scopes }) => {
  const query = new URLSearchParams({ client_id: id, response_type: "code", redirect_uri: callbacks[0] });
  if (scopes.length > 0) query.set("scope", scopes.join(" "));
  return `/${poolId}/login?${query}`;
};

const oauthCell = (poolId, client) => {
  const flows = listed(client.oauthFlows) ?? "none";
  const hasPage = client.oauthFlows.includes("code") && client.callbacks.length > 0;
  return hasPage ? [flows, " · ", el("a", { href: signInPath(poolId, client) }, "sign-in page")] : flows;
};

const clientCells = (poolId, client) => [
  client.name,
  withCopy(client.id, `the id of ${client.name}`),
  client.confidential ? "confidential" : "public",
  client.flows.map((flow) => flow.replace(/^ALLOW_/, "")).join(", "),
  oauthCell(poolId, client),
];

const poolFacts = (pool) =>
  factList({
    Id: withCopy(pool.id, `the id of the pool ${pool.name}`),
    ARN: code(pool.arn),
    Issuer: code(pool.issuer),
    Keys: el("a", { href: pool.jwksPath }, pool.jwksPath),
    "Sign-in names": listed(pool.signInBy) ?? "user name",
    "Second factor": pool.mfa.toLowerCase(),
    Users: usersWords(pool.users),
    Groups: listed(pool.groups),
    Domains: listed(pool.domains),
    "Resource servers": listed(pool.resourceServers),
    "Identity providers": listed(pool.identityProviders),
  });

const poolItem = (pool) =>
  el(
    "article",
    { class: "place", "aria-label": `Pool ${pool.name}` },
    el("h3", {}, pool.name),
    poolFacts(pool),
    el("h4", {}, "Clients"),
    pool.clients.length === 0
      ? el("p", { class: "hint" }, "This pool has no clients.")
      : table(
          `Clients of ${pool.name}`,
          ["Name", "Id", "Kind", "Flows", "OAuth"],
          pool.clients.map((client) => clientCells(pool.id, client)),
        ),
    el("h4", {}, "Triggers"),
    pool.triggers.length === 0
      ? el("p", { class: "hint" }, "This pool has no triggers.")
      : table(
          `Triggers of ${pool.name}`,
          ["Trigger", "Function"],
          pool.triggers.map(({ name, functionArn }) => [name, code(functionArn)]),
        ),
  );

export const showPools = (pools) => {
  byId("pools-empty").hidden = pools.length > 0;
  byId("pools").replaceChildren(...pools.map(poolItem));
};
