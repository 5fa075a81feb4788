import { describe, expect, it } from "@jest/globals";
import { permissionsApi } from "../../support/permissions-api.js";

const TEAMS = "/api/accounts/{account_id}/teams";
const TEAM = `${TEAMS}/{team_id}`;
const MEMBER = `${TEAM}/members/{user_id}`;
const AFFILIATION = "/api/accounts/{account_id}/members/{user_id}/affiliation";
const ada = { user_id: "usr_ada" };
const withTeam = async () => {
  const api = permissionsApi();
  const { body } = await api.call("grace", `POST ${TEAMS}`, { body: { name: "Night shift" } });
  return { ...api, team: { team_id: String(body.team_id) } };
};

describe("teams over HTTP", () => {
  it("are created, renamed, listed for every member, and deleted", async () => {
    const { call, team } = await withTeam();
    const renamed = { ...team, name: "Day shift" };
    expect(await call("grace", `PATCH ${TEAM}`, { path: team, body: { name: "Day shift" } })).toEqual({
      status: 200,
      body: renamed,
    });
    expect((await call("ada", `GET ${TEAMS}`)).body).toEqual({ items: [renamed], cursor: null });
    expect((await call("grace", `DELETE ${TEAM}`, { path: team })).status).toBe(204);
    expect((await call("ada", `GET ${TEAMS}`)).body).toEqual({ items: [], cursor: null });
    expect((await call("grace", `DELETE ${TEAM}`, { path: team })).status).toBe(404);
  });

  it("have members, who are listed and taken out again", async () => {
    const { call, team } = await withTeam();
    const path = { ...team, ...ada };
    expect((await call("grace", `PUT ${MEMBER}`, { path })).status).toBe(204);
    expect((await call("linus", `GET ${TEAM}/members`, { path: team })).body).toEqual({
      items: [ada],
      cursor: null,
    });
    expect((await call("grace", `DELETE ${MEMBER}`, { path })).status).toBe(204);
    expect((await call("linus", `GET ${TEAM}/members`, { path: team })).body).toMatchObject({ items: [] });
  });

  it.each([
    ["GET", `${TEAM}/members`],
    ["DELETE", TEAM],
    ["PUT", MEMBER],
    ["DELETE", MEMBER],
  ])("that are not there, or are another account's, are not found: %s %s", async (method, route) => {
    const { call, team } = await withTeam();
    const absent = { team_id: "team_9", ...ada };
    const missing = await call("grace", `${method} ${route}`, { path: absent });
    const elsewhere = await call("grace", `${method} ${route}`, {
      path: { ...team, user_id: "usr_grace", account_id: "acc-2" },
      access: { system_account_id: "acc-2" },
    });
    expect([missing.status, elsewhere.status]).toEqual([404, 404]);
    expect({ ...missing.body, request_id: "" }).toEqual({ ...elsewhere.body, request_id: "" });
  });

  it.each([
    ["POST", TEAMS, { body: { name: "x" } }],
    ["PATCH", TEAM, { body: { name: "x" } }],
    ["DELETE", TEAM, {}],
    ["PUT", MEMBER, {}],
    ["DELETE", MEMBER, {}],
    ["PUT", AFFILIATION, { body: { projects: [] } }],
  ])("are not changed by a Manager: %s %s", async (method, route, change) => {
    const { call, team } = await withTeam();
    const answer = await call("linus", `${method} ${route}`, { path: { ...team, ...ada }, ...change });
    expect(answer).toMatchObject({ status: 403, body: { code: "role_required" } });
  });

  it.each(["", " x", "x".repeat(65), "a\nb"])("cannot be called %j", async (name) => {
    expect((await permissionsApi().call("grace", `POST ${TEAMS}`, { body: { name } })).body).toMatchObject({
      ...{ code: "invalid_request", fields: ["name"] },
    });
  });
});

describe("what a member belongs to, over HTTP", () => {
  it("is set by Admins, and read by them and by the member", async () => {
    const { call, team } = await withTeam();
    await call("grace", `PUT ${MEMBER}`, { path: { ...team, ...ada } });
    const to = { department: "Finance", projects: ["Apollo"] };
    expect((await call("grace", `PUT ${AFFILIATION}`, { path: ada, body: to })).status).toBe(204);
    const held = { ...to, teams: [team.team_id] };
    expect((await call("ada", `GET ${AFFILIATION}`, { path: ada })).body).toEqual(held);
    expect((await call("grace", `GET ${AFFILIATION}`, { path: ada })).body).toEqual(held);
    expect((await call("linus", `GET ${AFFILIATION}`, { path: ada })).body).toMatchObject({
      code: "role_required",
    });
  });

  it("is not found by a user who is not in the account", async () => {
    const { call } = permissionsApi();
    const path = { user_id: "usr_none" };
    expect((await call("grace", `GET ${AFFILIATION}`, { path })).status).toBe(404);
    expect((await call("grace", `PUT ${AFFILIATION}`, { path, body: { projects: [] } })).status).toBe(404);
  });
});
