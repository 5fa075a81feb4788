/** A sign-in with Facebook on memory ports: the endpoints, and the triggers as the pool calls them. */
import { redirect } from "../../handlers/api/redirect.js";
import { inboundFederation } from "../../handlers/triggers/inbound-federation.js";
import { preSignUp } from "../../handlers/triggers/pre-sign-up.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { memorySession } from "../../shared/memory/user-pool.js";
import { httpEvent } from "./http-events.js";
import { type SampleChange, sampleEvent } from "./sample-event.js";
import { allTypes, notices, openPolicy, openRules } from "./triggers.js";
import { NOW, profileOf, SUB } from "./users.js";

export const SITE = "https://identity.example.com";
export const CODE_PAGE = `${SITE}/auth/signin/proof`;
const FROM_SITE = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };

/** The pool of a stage with Facebook, and the browser of one of its users. */
export const facebookSignIn = () => {
  const ports = memoryPorts({
    ...{ now: NOW, profiles: [profileOf()], natives: [{ email: "ada@example.com", sub: SUB }] },
    redeem: { kind: "session", session: memorySession("usr_ada", SUB) },
  });
  const identityProviders = allTypes.providers.slice(1);
  const call = redirect({ ...ports, identityProviders, lifetime: { refreshSeconds: 60 }, notices });
  const send = async (event: ReturnType<typeof httpEvent>) => {
    const { statusCode, headers, cookies = [], body = "" } = await call(event);
    const jar = cookies.map((cookie) => cookie.split(";")[0] ?? "");
    return {
      status: statusCode,
      location: String(headers?.location ?? ""),
      jar,
      set: cookies,
      body,
      headers,
    };
  };
  /** The pool's answer to an arrival from Facebook: the description of its error, if it is refused. */
  const arrive = async (change: SampleChange = {}): Promise<string | undefined> => {
    const handler = inboundFederation({ ...ports, federationPolicy: allTypes, signUpPolicy: openPolicy });
    try {
      await handler(sampleEvent("inbound-federation/facebook", change));
      return undefined;
    } catch (error) {
      return `InboundFederation failed with error ${(error as Error).message}.`;
    }
  };
  const begin = () =>
    send(
      httpEvent("GET /auth/signin", { query: { provider: "Facebook", return_to: "/x", remember: "true" } }),
    );
  const back = (
    left: { location: string; jar: readonly string[] },
    query: Record<string, string>,
    sourceIp = "203.0.113.10",
  ) => {
    const state = new URL(left.location).searchParams.get("state") ?? "";
    return send(
      httpEvent("GET /auth/signin/callback", { query: { state, ...query }, cookies: left.jar, sourceIp }),
    );
  };
  return {
    ports,
    send,
    arrive,
    begin,
    back,
    /** From the begin to the page for the code. */
    refused: async (change?: SampleChange, sourceIp?: string) => {
      const query = { error: "invalid_request", error_description: (await arrive(change)) ?? "" };
      return back(await begin(), query, sourceIp);
    },
    enter: (code: string, cookies: readonly string[], headers: Record<string, string> = FROM_SITE) =>
      send(
        httpEvent("POST /auth/signin/proof", {
          body: new URLSearchParams({ code }).toString(),
          cookies,
          headers,
        }),
      ),
    code: () => /\b\d{8}\b/.exec(ports.messenger.sent.at(-1)?.text ?? "")?.[0] ?? "",
    types: () => ports.audit.events.map(({ type, details }) => [type, details.reason]),
    links: (change: SampleChange = {}) =>
      preSignUp({ ...ports, federationPolicy: allTypes, notices, registrationRules: openRules })(
        sampleEvent("pre-sign-up/facebook", change),
      ),
  };
};
