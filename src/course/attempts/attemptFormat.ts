import { sha256 } from './heldFiles.ts';

/** What was about to happen when an attempt was kept. */
export const attemptReasons = ['reset', 'solution', 'restore', 'update'] as const;
export type AttemptReason = (typeof attemptReasons)[number];

/** A file of an attempt; its bytes lie beside the attempts under their SHA-256. */
export type AttemptFile =
  | { readonly path: string; readonly sha256: string; readonly size: number; readonly mode: number }
  | { readonly path: string; readonly link: string };

/** An attempt as it lies on the disk. */
export interface AttemptRecord {
  readonly course: string;
  readonly exercise: string;
  /** ISO, UTC. */
  readonly time: string;
  readonly reason: AttemptReason;
  readonly files: readonly AttemptFile[];
  readonly leftOut: readonly string[];
}

const format = 1;

export function encodeAttempt(record: AttemptRecord): string {
  const { course, exercise, time, reason, files, leftOut } = record;
  const body = { format, course, exercise, time, reason, files, leftOut };
  return `${JSON.stringify({ ...body, sum: sha256(JSON.stringify(body)) }, null, 1)}\n`;
}

/** @throws Error with the reason, as part of a sentence, when the text is no attempt that can be trusted. */
export function decodeAttempt(text: string): AttemptRecord {
  // The sum is over what we wrote ourselves: where it fits, the rest has the shape that we gave it.
  const value = JSON.parse(text) as (AttemptRecord & { format?: unknown; sum?: unknown }) | null;
  if (typeof value !== 'object' || value === null) throw new Error('it holds no attempt');
  const { sum, ...body } = value;
  if (body.format !== format) throw new Error('it was written by another version of the extension');
  if (sum !== sha256(JSON.stringify(body))) throw new Error('its check sum is wrong');
  if (!attemptReasons.includes(body.reason)) throw new Error(`its reason '${body.reason}' is unknown`);
  return body;
}
