/** PreSignUp's notes about new users in memory, on the given clock. */
import type { Clock } from "../ports/index.js";
import type { NewcomerNote, NewcomerNotes } from "../ports/newcomer-notes.js";

const NOTE_MS = 10 * 60_000;

export const memoryNewcomerNotes = (clock: Clock): NewcomerNotes => {
  const notes = new Map<string, { note: NewcomerNote; until: number }>();
  return {
    keep: async (userName, note) => {
      notes.set(userName, { note, until: clock.now().getTime() + NOTE_MS });
    },
    of: async (userName) => {
      const held = notes.get(userName);
      return held && held.until > clock.now().getTime() ? held.note : undefined;
    },
  };
};
