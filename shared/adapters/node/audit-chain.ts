/**
 * The hash chain of a subject's events. Each hash covers the event, its sequence number and the previous
 * hash, so that an edited, removed or reordered row breaks the chain at its place.
 */
import { createHash } from "node:crypto";
import type { AuditEvent, RecordedAuditEvent } from "../../domain/audit/audit-event.js";

export const CHAIN_START = "0".repeat(64);

/** The hash of an event's stored text after `previousHash`. */
export const chainHash = (previousHash: string, sequence: number, eventJson: string): string =>
  createHash("sha256").update(`${previousHash}\n${sequence}\n${eventJson}`).digest("hex");

/** Appends an event to the chain. `eventJson` is the exact text that is stored and hashed. */
export const chain = (
  event: AuditEvent,
  head: { sequence: number; hash: string },
): { recorded: RecordedAuditEvent; eventJson: string } => {
  const eventJson = JSON.stringify(event);
  const sequence = head.sequence + 1;
  const hash = chainHash(head.hash, sequence, eventJson);
  return { recorded: { ...event, sequence, hash, previousHash: head.hash }, eventJson };
};
