import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageProblems } from '../../../../src/course/authoring/pageProblems.ts';
import { loadManifestSchemas } from '../../../../src/course/manifestSchemas.ts';
import { sourceInstallation } from '../../../support/scratch.ts';

const good = `---
id: 03-isolation
title: Tests that do not know each other
chapterId: ch12-testing
order: 3
duration: 35
objectives:
  - Recognise a polluter and its victim.
exercises:
  - registration
  - with-rollback
prerequisites: [02-database]
level: beginner
covers: []
---

# Page
`;

describe('problems of a lesson page', () => {
  const schemas = loadManifestSchemas(sourceInstallation.lessons);
  const has = new Set(['registration', 'with-rollback']);

  /** Each problem as the text it marks, and its message. */
  function problemsIn(text: string): [marked: string, message: string][] {
    const found = pageProblems(text, schemas, {
      folderName: '03-isolation',
      hasExercise: (name) => has.has(name),
    });
    return found.map(({ start, end, message }) => [text.slice(start, end), message]);
  }

  it('are none in a good page, and none in the lessons of the course', () => {
    assert.deepEqual(problemsIn(good), []);
    for (const folderName of ['01-unit-vs-integration', '02-database']) {
      const text = readFileSync(join(sourceInstallation.lessons, folderName, 'lesson.md'), 'utf8');
      assert.deepEqual(pageProblems(text, schemas, { folderName, hasExercise: () => true }), []);
    }
  });

  const cases: [what: string, before: string, after: string, expected: [string, string][]][] = [
    [
      'a value that is none of those allowed',
      'level: beginner',
      'level: expert # sic',
      [['expert', 'level must be equal to one of the allowed values: beginner, intermediate, advanced.']],
    ],
    ['a value of another type', 'order: 3', "order: '3'", [["'3'", 'order must be integer.']]],
    ['a constant', 'ch12-testing', 'ch11', [['ch11', 'chapterId must be equal to constant: ch12-testing.']]],
    ['an item of a list', '[02-database]', '[02-database, 7]', [['7', 'prerequisites.1 must be string.']]],
    [
      'a property that is not known, by its name',
      'duration: 35',
      'duration: 35\nlength: 35',
      [['length', "length must NOT have additional properties: 'length'."]],
    ],
    [
      'a list that is too short, by its name',
      '\n  - Recognise a polluter and its victim.',
      ' []',
      [['objectives', 'objectives must NOT have fewer than 1 items.']],
    ],
    [
      'no value, by its name',
      'title: Tests that do not know each other',
      'title:',
      [['title', 'title must be string.']],
    ],
    [
      'a property that is missing, at the first line',
      'duration: 35\n',
      '',
      [['---', "The front matter must have required property 'duration'."]],
    ],
    [
      'an id that is not the name of the folder',
      'id: 03-isolation',
      'id: 03-other',
      [['03-other', "The id is the name of the lesson's folder: 03-isolation."]],
    ],
    [
      'exercises that do not exist or come twice',
      '  - with-rollback',
      '  - gone\n  - registration',
      [
        ['gone', 'The lesson has no exercises/gone/exercise.json.'],
        ['registration', "The exercise 'registration' is named twice."],
      ],
    ],
  ];
  for (const [what, before, after, expected] of cases) {
    it(`mark ${what}`, () => {
      const text = good.replace(before, after);
      assert.notEqual(text, good);
      assert.deepEqual(problemsIn(text), expected);
      assert.deepEqual(problemsIn(text.replaceAll('\n', '\r\n')), expected);
    });
  }

  it('come in the order of the text', () => {
    const text = good
      .replace('order: 3', 'order: 0')
      .replace('level: beginner', 'level: x')
      .replace('id: 03', 'id: 04');
    assert.deepEqual(
      problemsIn(text).map(([marked]) => marked),
      ['04-isolation', '0', 'x'],
    );
  });

  it('are about YAML first, where it breaks', () => {
    const [first] = problemsIn(good.replace('prerequisites: [02-database]', 'prerequisites: [02-database'));
    assert.match(first?.[1] ?? '', /flow/i);
    const [twice] = problemsIn(good.replace('order: 3', 'order: 3\norder: 4'));
    assert.match(twice?.[1] ?? '', /unique/i);
  });

  it('name a front matter that is not there', () => {
    const expected = 'A lesson begins with a front matter, between two lines of three hyphens.';
    assert.deepEqual(problemsIn('# Page\n\nText\n'), [['# Page', expected]]);
    assert.deepEqual(problemsIn(''), [['', expected]]);
  });
});
