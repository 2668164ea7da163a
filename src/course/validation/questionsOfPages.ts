import { questionProblems } from '../authoring/questionProblems.ts';
import type { Catalog } from '../catalog.ts';
import type { ManifestSchemas } from '../manifestSchemas.ts';
import { translatedPages } from '../translation.ts';

/** For authors: what is wrong with the questions on the lessons' pages, and on their translations; one text each. */
export function questionsOfPages({ lessons }: Catalog, schemas: ManifestSchemas): string[] {
  return lessons.flatMap((lesson) => {
    const pages = [{ file: `${lesson.id}/lesson.md`, markdown: lesson.markdown }];
    return [...pages, ...translatedPages(lesson, schemas)].flatMap(({ file, markdown }) =>
      questionProblems(markdown).map(
        ({ start, end, message }) => `${file}, "${markdown.slice(start, end)}": ${message}`,
      ),
    );
  });
}
