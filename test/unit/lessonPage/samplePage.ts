import type { LessonPage } from '../../../src/extension/lessons/renderLesson.ts';
import { renderLesson } from '../../../src/extension/lessons/renderLesson.ts';

/** A small lesson with two exercises; what a test is about goes on top. */
export const samplePage: LessonPage = {
  lesson: {
    id: '02-database',
    title: 'A real database in every test',
    order: 2,
    durationMinutes: 35,
    objectives: ['Give each test its own database.', 'Say what a stubbed `OrderRepository` hides.'],
    language: 'en',
    markdown:
      '## What the stub never ran\n\nSome words.\n\n[exercise: repositories]\n\n[exercise: fixture]\n',
  },
  lessonCount: 12,
  exercises: [
    {
      id: '02-database/repositories',
      title: 'Repositories on SQLite',
      kind: 'write-tests',
      task: 'Write the tests that catch what the unit tests miss.',
      faults: 6,
      variants: 2,
      limits: { maxTests: 20 },
      files: ['src/users.ts', 'src/orders.ts', 'tests/repositories.test.ts'],
      contract: ['src/users.ts#UserRepository', 'src/orders.ts#OrderRepository'],
    },
    {
      id: '02-database/fixture',
      title: 'A fixture that closes',
      kind: 'write-the-fixture',
      task: 'Complete `tests/support/database.ts`.',
      faults: 4,
      variants: 0,
      limits: { maxTests: 20 },
      files: ['src/users.ts', 'tests/database.test.ts', 'tests/support/database.ts'],
      contract: ['tests/support/database.ts#useDatabase'],
    },
  ],
  previous: { id: '01-unit-vs-integration', title: 'Where the boundary lies' },
  next: { id: '03-isolation', title: 'Isolation' },
  assets: {
    script: 'https://file.example/page.js',
    style: 'main { max-width: 44rem; }',
    pictures: 'https://file.example/lessons',
    cspSource: 'https://file.example',
    nonce: 'bm9uY2U=',
  },
  translate: (text, ...args) =>
    text.replace(/\{(\d)\}/g, (place, index: string) => String(args[Number(index)] ?? place)),
};

/** The sample's page with this text as its lesson. */
export function renderText(markdown: string, exercises = samplePage.exercises): string {
  return renderLesson({ ...samplePage, exercises, lesson: { ...samplePage.lesson, markdown } });
}

/** A start tag as the browser would read it. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * Reads every start tag of a page.
 *
 * @throws Error when a `<` remains that starts no tag of the plain form the page uses, so that nothing a browser
 *   might read as an element goes unseen
 */
export function readTags(html: string): readonly Tag[] {
  const tags: Tag[] = [];
  const rest = html
    .replace('<!DOCTYPE html>', '')
    .replace(
      /<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*\/?>/g,
      (_all, name: string, list: string) => {
        const attributes = [...list.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)];
        tags.push({
          name,
          attributes: new Map(attributes.map(([, key, value]) => [key ?? '', value ?? ''])),
        });
        return '';
      },
    )
    .replace(/<\/[a-z][a-z0-9]*\s*>/g, '');
  const left = /.{0,60}<.{0,60}/s.exec(rest);
  if (left !== null) throw new Error(`Not a plain tag: ${left[0]}`);
  return tags;
}
