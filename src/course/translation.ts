import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Lesson } from './catalog.ts';
import { CourseError, messageOf } from './courseError.ts';
import { exampleNamed, fencesOf } from './examples/fences.ts';
import type { Exercise } from './exercise.ts';
import { splitPage } from './lesson.ts';
import type { ExerciseTranslation, LessonTranslation, ManifestSchemas } from './manifestSchemas.ts';
import { questionsAndCards } from './questions.ts';
import { readRegularText } from './regularFile.ts';
import { sentence } from './sentence.ts';

/**
 * A lesson in another language, as far as it is translated: `lesson.de.md` beside `lesson.md`, `exercise.de.json`
 * beside `exercise.json`. What is missing there stays in English, text by text.
 * @param language as VS Code names it, such as `de` or `pt-br`; without a page for `pt-br` that for `pt` is taken.
 * @throws CourseError `broken-manifest`, naming the file.
 */
export function inLanguage(lesson: Lesson, language: string, schemas: ManifestSchemas): Lesson {
  if (/^en\b/i.test(language)) return lesson;
  const exerciseList = lesson.exerciseList.map((exercise) => exerciseIn(exercise, language, schemas));
  const file = fileFor(language, (name) => join(lesson.folder, `lesson.${name}.md`));
  if (file === null) return { ...lesson, exerciseList };
  const { texts, markdown } = readLessonTranslation(file, schemas);
  return { ...lesson, ...texts, markdown, exerciseList, language };
}

function exerciseIn(exercise: Exercise, language: string, schemas: ManifestSchemas): Exercise {
  const file = fileFor(language, (name) => join(exercise.folder, `exercise.${name}.json`));
  if (file === null) return exercise;
  const { manifest } = exercise;
  const { title, task, hints, faults = {} } = readExerciseTranslation(file, schemas);
  return {
    ...exercise,
    manifest: {
      ...manifest,
      title: title ?? manifest.title,
      task: task ?? manifest.task,
      // Steps of another number would not fit together.
      hints: hints?.length === manifest.hints.length ? hints : manifest.hints,
      faults: manifest.faults.map((fault) => ({ ...fault, ...faults[fault.id] })),
    },
  };
}

function fileFor(language: string, named: (language: string) => string): string | null {
  const wanted = language.toLowerCase();
  // It becomes part of a file's name.
  if (!/^[a-z]+(-[a-z0-9]+)*$/.test(wanted)) return null;
  const [general = wanted] = wanted.split('-');
  return [wanted, general].map(named).find((file) => existsSync(file)) ?? null;
}

/** For authors: what does not fit together between a lesson and its translations, one sentence each. */
export function translationProblems(lesson: Lesson, schemas: ManifestSchemas): string[] {
  const pages = filesIn(lesson.folder, /^lesson\..+\.md$/).flatMap((file) => {
    const { texts, markdown } = readLessonTranslation(file, schemas);
    const problems = comparePages(lesson.markdown, markdown);
    const { objectives } = texts;
    if (objectives !== undefined && objectives.length !== lesson.objectives.length) {
      problems.push(`has ${objectives.length} objectives; lesson.md has ${lesson.objectives.length}`);
    }
    return problems.map((problem) => `${file} ${problem}.`);
  });
  const exercises = lesson.exerciseList.flatMap(({ folder, manifest }) =>
    filesIn(folder, /^exercise\..+\.json$/).flatMap((file) => {
      const { hints, faults = {} } = readExerciseTranslation(file, schemas);
      const known = new Set(manifest.faults.map(({ id }) => id));
      const problems = Object.keys(faults)
        .filter((id) => !known.has(id))
        .map((id) => `names a fault '${id}' that exercise.json does not have`);
      if (hints !== undefined && hints.length !== manifest.hints.length) {
        problems.push(`has ${hints.length} hints; exercise.json has ${manifest.hints.length}`);
      }
      return problems.map((problem) => `${file} ${problem}.`);
    }),
  );
  return [...pages, ...exercises];
}

/** The texts of a lesson's translations, each with its file. */
export function translatedPages(
  { folder }: Lesson,
  schemas: ManifestSchemas,
): { readonly file: string; readonly markdown: string }[] {
  return filesIn(folder, /^lesson\..+\.md$/).map((file) => ({
    file,
    markdown: readLessonTranslation(file, schemas).markdown,
  }));
}

/** Whether any lesson has a translation. */
export function hasTranslations(lessons: readonly Lesson[]): boolean {
  return lessons.some(
    ({ folder, exerciseList }) =>
      filesIn(folder, /^lesson\..+\.md$/).length > 0 ||
      exerciseList.some((exercise) => filesIn(exercise.folder, /^exercise\..+\.json$/).length > 0),
  );
}

function comparePages(original: string, translation: string): string[] {
  const [there, here] = [outlineOf(original), outlineOf(translation)];
  const problems: string[] = [];
  if (here.headings.join() !== there.headings.join()) {
    problems.push(
      `has headings of the levels ${here.headings.join(', ') || '(none)'}; lesson.md has ${there.headings.join(', ') || '(none)'}`,
    );
  }
  if (here.exercises.join() !== there.exercises.join()) {
    problems.push(
      `places the exercises ${here.exercises.join(', ') || '(none)'}; lesson.md places ${there.exercises.join(', ') || '(none)'}`,
    );
  }
  if (here.examples.join() !== there.examples.join()) {
    problems.push(
      `runs the examples ${here.examples.join(', ') || '(none)'}; lesson.md runs ${there.examples.join(', ') || '(none)'}`,
    );
  }
  if (here.questions.join() !== there.questions.join()) {
    problems.push(
      `has questions whose right answers are ${here.questions.join(', ') || '(none)'}; those of lesson.md are ${there.questions.join(', ') || '(none)'}`,
    );
  }
  return problems;
}

/**
 * What a translation must not change: the levels of the headings, the places of the exercises and the examples, and of
 * each question which of its answers is right, in order.
 */
function outlineOf(markdown: string): {
  headings: number[];
  exercises: string[];
  examples: string[];
  questions: string[];
} {
  const headings: number[] = [];
  const exercises: string[] = [];
  // Lines in a block of code are no headings, whatever they begin with.
  for (const line of markdown.replace(/^(```|~~~)[^]*?^\1/gm, '').split(/\r?\n/)) {
    const [, marks] = /^(#{1,6}) /.exec(line) ?? [];
    if (marks !== undefined) headings.push(marks.length);
    const [, exercise] = /^\[exercise:\s*([^\]]*?)\s*\]\s*$/.exec(line) ?? [];
    if (exercise !== undefined) exercises.push(exercise);
  }
  const examples = fencesOf(markdown).flatMap(({ info }) => exampleNamed(info) ?? []);
  const questions = questionsAndCards(markdown.split(/\r?\n/)).flatMap((placed) => {
    if (placed.type !== 'question') return [];
    const { answers } = placed.question;
    return [`${answers.findIndex(({ right }) => right) + 1} of ${answers.length}`];
  });
  return { headings, exercises, examples, questions };
}

function filesIn(folder: string, pattern: RegExp): string[] {
  const names = readdirSync(folder).filter((name) => pattern.test(name));
  return names.sort().map((name) => join(folder, name));
}

function readLessonTranslation(
  file: string,
  schemas: ManifestSchemas,
): { texts: LessonTranslation; markdown: string } {
  const text = readRegularText(file);
  // A page may have no front matter: then title and objectives stay in English.
  const parts = splitPage(text);
  if (!parts) return { texts: {}, markdown: text };
  return {
    texts: schemas.lessonTranslation(
      parsed(file, () => parse(parts.yaml)),
      file,
    ),
    markdown: parts.markdown,
  };
}

function readExerciseTranslation(file: string, schemas: ManifestSchemas): ExerciseTranslation {
  return schemas.exerciseTranslation(
    parsed(file, () => JSON.parse(readRegularText(file))),
    file,
  );
}

function parsed(file: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw new CourseError(
      'broken-manifest',
      sentence`${file} cannot be read: ${messageOf(error)}.`,
      'Mend the translation, or remove it: the original is shown then.',
      { cause: error },
    );
  }
}
