import type { Catalog, Lesson } from '../catalog.ts';
import { starterPaths } from '../contract.ts';
import { isPath, placesOnPage, type PageItem } from '../mentions.ts';
import { answersOf, solutionFiles } from '../exercise.ts';
import { translatedPages } from '../translation.ts';
import type { ManifestSchemas } from '../manifestSchemas.ts';

/** For authors: the paths on the lessons' pages, and on their translations, that no exercise has; one sentence each. */
export function namedFilesOfPages({ lessons }: Catalog, schemas: ManifestSchemas): string[] {
  return lessons.flatMap((lesson) => {
    const pages = [{ file: `${lesson.id}/lesson.md`, markdown: lesson.markdown }];
    return [...pages, ...translatedPages(lesson, schemas)].flatMap(({ file, markdown }) =>
      missingOn(markdown, lesson).map(
        (path) =>
          `${file} names ${path}, but the exercise that it is about has no such file. Name one that is there, or place the exercise's card in that section.`,
      ),
    );
  });
}

function missingOn(markdown: string, { exerciseList }: Lesson): string[] {
  const exercises = new Map(
    exerciseList.map((exercise) => [
      exercise.name,
      { files: starterPaths(exercise), contract: exercise.manifest.contract ?? [] },
    ]),
  );
  const answers = new Set(
    exerciseList.flatMap((exercise) =>
      answersOf(exercise).flatMap(({ id }) => [...solutionFiles(exercise, id).keys()]),
    ),
  );
  const items = itemsOf(markdown);
  const paths = items.flatMap((item) => (item.type === 'path' ? [item.path] : []));
  const places = placesOnPage(items, exercises);
  // A file that the learner is to add is in a model answer.
  return paths.filter((path, index) => places[index] === null && !answers.has(path));
}

/** As the page sees its text: headings, cards, and code spans that are a path. */
function itemsOf(markdown: string): PageItem[] {
  const items: PageItem[] = [];
  for (const line of markdown.replace(/^(```|~~~)[^]*?^\1/gm, '').split(/\r?\n/)) {
    const [, name] = /^\[exercise:\s*([^\]]*?)\s*\]\s*$/.exec(line) ?? [];
    if (/^#{1,6} /.test(line)) items.push({ type: 'heading' });
    if (name !== undefined) items.push({ type: 'exercise', name });
    for (const [, code = ''] of line.matchAll(/`([^`]+)`/g)) {
      if (isPath(code)) items.push({ type: 'path', path: code });
    }
  }
  return items;
}
