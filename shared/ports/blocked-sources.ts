/** What is turned away before a password is looked at; part of ../ports.ts. */
import type { AuditEvent } from "../domain/audit-event.js";
import type { BlockableSource } from "../domain/blocked-source.js";

export interface BlockedSources {
  /** The first of the sources that is blocked now, in one consistent read; undefined when none is. */
  find(sources: readonly BlockableSource[]): Promise<BlockableSource | undefined>;
  /** Blocks a source until then; an earlier end is replaced. */
  block(source: BlockableSource, until: Date, event: AuditEvent): Promise<void>;
  unblock(source: BlockableSource, event: AuditEvent): Promise<void>;
}
