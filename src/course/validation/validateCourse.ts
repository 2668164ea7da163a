import type { Catalog } from '../catalog.ts';
import { CourseError, messageOf } from '../courseError.ts';
import { loadManifestSchemas } from '../manifestSchemas.ts';
import { hasTranslations, translationProblems } from '../translation.ts';
import type { ProofOutcome, ValidationReport } from './validate.ts';

/**
 * Proves what no exercise shows by itself: that the lessons carry over the whole original lesson and, where there
 * are translations, that these fit.
 * @param lessonsFolder where the catalog was read from.
 */
export function validateCourse({ lessons, sections }: Catalog, lessonsFolder: string): ValidationReport {
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
  const proofs = hasTranslations(lessons) ? [coverage, translationProof(lessons, lessonsFolder)] : [coverage];
  return { subject: 'course', ok: proofs.every(({ ok }) => ok), proofs };
}

function translationProof(lessons: Catalog['lessons'], lessonsFolder: string): ProofOutcome {
  const schemas = loadManifestSchemas(lessonsFolder);
  const messages = lessons.flatMap((lesson) => {
    try {
      return translationProblems(lesson, schemas);
    } catch (error) {
      return [error instanceof CourseError ? `${error.message} ${error.remedy}` : messageOf(error)];
    }
  });
  return {
    number: 2,
    id: 'translations',
    title: 'Translations have the exercises, headings and hints of the original',
    ok: messages.length === 0,
    messages,
  };
}
