/** PreSignUp's notes about new users, in the guard table. */
import type { NewcomerNote, NewcomerNotes } from "../../../ports/newcomer-notes.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { type GuardStore, secondsOf } from "../guard-store.js";

/** A sign-in takes seconds, but a user may spend minutes on a provider's pages. */
const NOTE_SECONDS = 10 * 60;

const noteKey = (userName: string) => ({ pk: `NEWCOMER#${userName}` });

export const dynamoNewcomerNotes = ({
  documents,
  guardTable,
  clock,
}: Pick<GuardStore, "documents" | "guardTable" | "clock">): NewcomerNotes => ({
  keep: (userName, note) =>
    orUnavailable(async () => {
      const row = { note: JSON.stringify(note), expires_at: secondsOf(clock) + NOTE_SECONDS };
      await documents.put(guardTable, { ...noteKey(userName), ...row });
    }),
  of: (userName) =>
    orUnavailable(async () => {
      const row = await documents.get(guardTable, noteKey(userName));
      if (row === undefined || Number(row.expires_at) <= secondsOf(clock)) return undefined;
      return JSON.parse(String(row.note)) as NewcomerNote;
    }),
});
