/** A user who forgot the password, was migrated by it, and never used the code: the pool has the user, no reset linked them. */
import { describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { type SampleEvent, sampleEvent } from "../../support/sample-event.js";
import { TRIGGERS } from "../../support/triggers.js";
import { ada, FIRST_ID, NOW, SUB } from "../../support/users.js";

const MOVED = "ada.king@example.com";
const stage = () => memoryPorts({ legacyUsers: [ada], now: NOW });
type Stage = ReturnType<typeof stage>;

const signIn = () => sampleEvent("user-migration/sign-in");
const forgot = () => sampleEvent("user-migration/forgot-password");
const migrate = (ports: Stage, event: SampleEvent) => userMigration(ports)(event);
const attributes = { sub: SUB, email: ada.email, "custom:user_id": FIRST_ID, "custom:legacy_id": ada.id };
/** An administrator changes the address of the pool user. */
const move = (ports: Stage) =>
  ports.poolDirectory.users.set(SUB, {
    ...{ username: SUB, sub: SUB, email: MOVED, emailVerified: true, enabled: true },
    ...{ status: "RESET_REQUIRED", userId: FIRST_ID, identities: [] },
  });
const conflicts = ({ audit }: Stage) =>
  audit.events.filter(({ type }) => type === "migration.conflict").map(({ details }) => details.reason);
/** The pool mails the code. */
const asked = (trigger: "custom-message" | "custom-email-sender") =>
  sampleEvent(`${trigger}/forgot-password`, { request: { userAttributes: attributes } });

describe.each<[string, (ports: Stage) => Promise<unknown>]>([
  ["CustomMessage", (ports) => TRIGGERS["custom-message"](ports)(asked("custom-message"))],
  [
    "CustomEmailSender",
    (ports) => TRIGGERS["custom-email-sender"](ports)(asked("custom-email-sender")).catch(() => undefined),
  ],
])("a legacy identity migrated by a forgotten password without a reset, which %s noted", (_, mail) => {
  it.each<[string, () => SampleEvent]>([
    ["the legacy password", signIn],
    ["a forgotten password", forgot],
  ])("is not migrated again by %s at the old address", async (__, event) => {
    const ports = stage();
    await migrate(ports, forgot());
    await mail(ports);
    move(ports);
    expect((await migrate(ports, event())).response).toEqual({});
    expect(conflicts(ports)).toEqual(["pool_user_there"]);
  });

  it("is not given to a user of a provider who has the old address", async () => {
    const ports = stage();
    await migrate(ports, forgot());
    await mail(ports);
    move(ports);
    const preSignUp = sampleEvent("pre-sign-up/external-provider");
    await TRIGGERS["pre-sign-up"](ports)(preSignUp);
    expect(await ports.legacyLookupResults.of(preSignUp.userName)).toBeUndefined();
  });

  it.each<[string, () => SampleEvent]>([
    ["the legacy password", signIn],
    ["a forgotten password", forgot],
  ])("is not migrated again by %s, if an earlier pool user was linked and is gone", async (__, event) => {
    const ports = stage();
    await migrate(ports, signIn());
    const earlier = { ...attributes, sub: "earlier-sub" };
    await postAuthentication(ports)(
      sampleEvent("post-authentication/first-sign-in-of-a-migrated-user", {
        ...{ userName: "earlier-sub", request: { userAttributes: { ...earlier, email_verified: "true" } } },
      }),
    );
    expect((await migrate(ports, forgot())).response).not.toEqual({});
    await mail(ports);
    move(ports);
    expect((await migrate(ports, event())).response).toEqual({});
    expect(conflicts(ports)).toEqual(["pool_user_there"]);
  });

  it("is migrated again when its pool user is gone", async () => {
    const ports = stage();
    const first = await migrate(ports, forgot());
    await mail(ports);
    expect((await migrate(ports, forgot())).response).toEqual(first.response);
  });

  it("is linked by its pool user, whatever the address is by then", async () => {
    const ports = stage();
    await migrate(ports, forgot());
    await mail(ports);
    move(ports);
    await postAuthentication(ports)(
      sampleEvent("post-authentication/first-sign-in-of-a-migrated-user", {
        ...{ userName: SUB, request: { userAttributes: { ...attributes, email: MOVED } } },
      }),
    );
    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({ state: "LINKED", sub: SUB });
    const completed = ports.audit.events.find(({ type }) => type === "migration.completed");
    expect(completed?.details.reason).toBeUndefined();
  });
});
