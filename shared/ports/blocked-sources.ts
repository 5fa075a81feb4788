/** Sources whose sign-ins are refused before the password is checked. */
import type { AuditEvent } from "../domain/audit/audit-event.js";
import type { BlockableSource } from "../domain/blocked-source.js";

export interface BlockedSources {
  /** The first of the sources that is currently blocked, from one consistent read; undefined if none is. */
  find(sources: readonly BlockableSource[]): Promise<BlockableSource | undefined>;
  /** Blocks a source until `until`, which replaces an earlier end. */
  block(source: BlockableSource, until: Date, event: AuditEvent): Promise<void>;
  unblock(source: BlockableSource, event: AuditEvent): Promise<void>;
}
