import type { Catalog } from '../catalog.ts';
import type { ProofOutcome, ValidationReport } from './validate.ts';

/** Proves what no exercise shows by itself: that the lessons carry over the whole original lesson. */
export function validateCourse({ lessons, sections }: Catalog): ValidationReport {
  const messages = sections
    .filter((section) => !lessons.some(({ covers }) => covers.includes(section)))
    .map(
      (section) =>
        `No lesson covers the section '${section}' of the original lesson. Write it into a lesson, and add it to 'covers' in the front matter of that lesson.md.`,
    );
  const coverage: ProofOutcome = {
    number: 1,
    id: 'coverage',
    title: 'Every section of the original lesson is covered by some lesson',
    ok: messages.length === 0,
    messages,
  };
  return { subject: 'course', ok: coverage.ok, proofs: [coverage] };
}
