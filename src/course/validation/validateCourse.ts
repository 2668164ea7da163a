import { allExercises, type Catalog } from '../catalog.ts';
import { CourseError, messageOf } from '../courseError.ts';
import { loadManifestSchemas } from '../manifestSchemas.ts';
import { questionsOfPages } from './questionsOfPages.ts';
import { sharedSystems } from './sharedSystems.ts';
import { namedFilesOfPages } from './namedFilesOfPages.ts';
import { hasTranslations, translationProblems } from '../translation.ts';
import type { ProofOutcome, ValidationReport } from './validate.ts';
import { failsSomehow } from './validateExamples.ts';

/**
 * Proves what no exercise shows by itself: that the lessons carry over the whole original lesson, that learners'
 * progress, which goes by the exercises' names, can tell them apart, that the files that pages name are there, that
 * each page asks for predictions, that no file is written twice and, where there are translations, that these fit.
 * Where one lesson shows a failing test that can be run, each does.
 * @param lessonsFolder where the catalog was read from.
 */
export function validateCourse(catalog: Catalog, lessonsFolder: string): ValidationReport {
  const { lessons } = catalog;
  const proofs = [coverageProof(catalog), namesProof(catalog)];
  if (hasTranslations(lessons)) proofs.push(translationProof(lessons, lessonsFolder));
  proofs.push(namedFilesProof(catalog, lessonsFolder));
  if (lessons.some(({ examples = [] }) => examples.length > 0)) proofs.push(examplesProof(catalog));
  proofs.push(questionsProof(catalog, lessonsFolder), systemsProof(catalog, lessonsFolder));
  return { subject: 'course', ok: proofs.every(({ ok }) => ok), proofs };
}

function coverageProof({ lessons, sections }: Catalog): ProofOutcome {
  const messages = sections
    .filter((section) => !lessons.some(({ covers }) => covers.includes(section)))
    .map(
      (section) =>
        `No lesson covers the section '${section}' of the original lesson. Write it into a lesson, and add it to 'covers' in the front matter of that lesson.md.`,
    );
  return outcome(1, 'coverage', 'Every section of the original lesson is covered by some lesson', messages);
}

function translationProof(lessons: Catalog['lessons'], lessonsFolder: string): ProofOutcome {
  const schemas = loadManifestSchemas(lessonsFolder);
  const messages = lessons.flatMap((lesson) => whatIsTold(() => translationProblems(lesson, schemas)));
  return outcome(
    3,
    'translations',
    'Translations have the exercises, headings, questions and hints of the original',
    messages,
  );
}

/** What was found, or why nothing could be looked for. */
function whatIsTold(find: () => string[]): string[] {
  try {
    return find();
  } catch (error) {
    return [error instanceof CourseError ? `${error.message} ${error.remedy}` : messageOf(error)];
  }
}

function namedFilesProof(catalog: Catalog, lessonsFolder: string): ProofOutcome {
  const messages = whatIsTold(() => namedFilesOfPages(catalog, loadManifestSchemas(lessonsFolder)));
  return outcome(4, 'named-files', 'The files that pages name are there', messages);
}

function examplesProof({ lessons }: Catalog): ProofOutcome {
  const messages = lessons
    .filter(({ examples = [] }) => !examples.some(failsSomehow))
    .map(
      ({ id }) =>
        `The page of '${id}' has no example that fails. Write one into its folder examples/, and name it in the front matter.`,
    );
  return outcome(5, 'examples', 'Every lesson has a failing example that can be run', messages);
}

function questionsProof(catalog: Catalog, lessonsFolder: string): ProofOutcome {
  const messages = whatIsTold(() => questionsOfPages(catalog, loadManifestSchemas(lessonsFolder)));
  return outcome(
    6,
    'questions',
    'Each page asks two questions before its first exercise, and explains every answer',
    messages,
  );
}

function systemsProof(catalog: Catalog, lessonsFolder: string): ProofOutcome {
  const messages = whatIsTold(() => sharedSystems(catalog, lessonsFolder));
  return outcome(7, 'systems', 'What several exercises have is written once', messages);
}

function namesProof(catalog: Catalog): ProofOutcome {
  const exercises = allExercises(catalog);
  const messages = exercises.flatMap(({ id, name, manifest }) => {
    const others = exercises.filter((other) => other.id !== id);
    const twin = others.find((other) => other.name === name);
    const former = (manifest.formerly ?? []).filter((old) =>
      exercises.some(
        (other) => other.name === old || (other.id !== id && other.manifest.formerly?.includes(old)),
      ),
    );
    return [
      ...(twin ? [`'${id}' has the name of '${twin.id}'. Give each exercise a name of its own.`] : []),
      ...former.map(
        (old) =>
          `'${id}' was formerly '${old}', and so is another exercise, or one is called that. Leave it to one.`,
      ),
    ];
  });
  return outcome(
    2,
    'names',
    'No two exercises share a name, and none has the former name of another',
    messages,
  );
}

function outcome(number: number, id: string, title: string, messages: readonly string[]): ProofOutcome {
  return { number, id, title, ok: messages.length === 0, messages };
}
