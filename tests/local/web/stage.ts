/** The pages in a test: the real front door and inbox, an API in memory, a few users. */
import { fileURLToPath } from "node:url";
import { PAGES_FOLDER } from "local-aws/console";
import { type StackDescription, startFrontDoor } from "../../../local/front-door/index.js";
import { createInbox } from "../../../local/inbox/index.js";
import { messagePreviews } from "../../../local/message-previews/index.js";
import { brand } from "../../support/messages.js";
import { type Happening, startFakeAccountApi } from "./fake-account-api.js";

const membership = (systemAccountId: string, visibleAccountId: string, role: string, status = "ACTIVE") => ({
  systemAccountId,
  visibleAccountId,
  role,
  status,
});

export const ADA = {
  email: "ada@northwind.example",
  password: "Legacy-Pass-1",
  legacyId: "legacy-1001",
  note: "In the legacy system only: her first sign-in here migrates her.",
  accounts: [membership("acc-1001", "NW-1", "Admin"), membership("acc-1002", "SK-2", "Viewer")],
};

const DESCRIPTION: StackDescription = {
  name: "The local stack",
  urls: {
    "Start page": "http://127.0.0.1:8080",
    "User pool": "http://127.0.0.1:9229",
    triggers: "http://127.0.0.1:9229/_local/",
    events: "http://127.0.0.1:4010/_local/",
    "Event bus": "http://127.0.0.1:4010",
    "Legacy system": "http://127.0.0.1:4600",
    DynamoDB: "http://127.0.0.1:8000",
  },
  users: [
    ADA,
    {
      email: "grace@northwind.example",
      password: "Native-Pass-1",
      note: "In the user pool already, never in the legacy system.",
      accounts: [membership("acc-1001", "NW-1", "Manager")],
    },
    {
      email: "linus@southkey.example",
      password: "Legacy-Pass-2",
      legacyId: "legacy-1003",
      note: "Suspended in his only account: signs in, and is refused there.",
      accounts: [membership("acc-1002", "SK-2", "Viewer", "SUSPENDED")],
    },
  ],
  accounts: [
    { systemAccountId: "acc-1001", visibleAccountId: "NW-1", cellId: "cell-eu-1", name: "Northwind Trading" },
    { systemAccountId: "acc-1002", visibleAccountId: "SK-2", cellId: "cell-us-1", name: "Southkey Labs" },
  ],
  tryThis: [
    { title: "Migrate a user by signing in.", command: "npm run story -- migrate ada@northwind.example" },
    {
      title: "Take the legacy system down, and see what a caller learns.",
      command:
        "curl -s -X POST http://127.0.0.1:4600/_local/faults \\\n  -H 'content-type: application/json' -d '{\"mode\":\"down\"}'",
    },
    { title: "Prove that no audit event is missing.", command: "npm run cli -- audit verify" },
  ],
};

export const setStage = async () => {
  const inbox = createInbox();
  const published: unknown[] = [];
  const listeners = new Set<(event: unknown) => void>();
  const publish = (happening: Happening): void => {
    const event = envelopeOf(happening, published.length + 1);
    published.push(event);
    for (const listener of listeners) listener(event);
  };
  const api = await startFakeAccountApi({ users: DESCRIPTION.users, inbox, audit: publish });
  const frontDoor = await startFrontDoor({
    apiUrl: api.url,
    inbox,
    previews: messagePreviews(brand),
    auditEvents: {
      recent: () => published,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    describe: () => DESCRIPTION,
    trustedProxy: { header: "x-front-door", value: "secret" },
    pageFolders: [fileURLToPath(new URL("../../../web", import.meta.url)), PAGES_FOLDER],
  });
  return {
    url: frontDoor.url,
    inbox,
    publish,
    close: async () => {
      await frontDoor.close();
      await api.close();
      inbox.close();
    },
  };
};

const envelopeOf = ({ type, subject, succeeded }: Happening, sequence: number) => ({
  id: `delivery-${sequence}`,
  "detail-type": type,
  source: "identity-lifecycle",
  detail: {
    metadata: { uid: `${type}/${sequence}`, version: "1.8.0", event_code: type, sequence },
    class_uid: 3002,
    activity_id: 1,
    status_id: succeeded ? 1 : 2,
    time: Date.now(),
    message: succeeded ? "It went well." : "A sign-in failed.",
    unmapped: { subject: `user:${subject}` },
  },
});
