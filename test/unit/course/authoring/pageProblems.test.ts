import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageProblems } from '../../../../src/course/authoring/pageProblems.ts';
import { loadManifestSchemas } from '../../../../src/course/manifestSchemas.ts';
import { soundQuestion } from '../../../support/soundExercise.ts';
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

${soundQuestion('What comes first?')}
${soundQuestion('What comes last?')}
[exercise: registration]
`;

function questionsAsked(count: number): string {
  return `A page asks 2 questions before its first exercise, and this one asks ${count}. Add a quote with a list of answers: - [ ] and, for the right one, - [x].`;
}

function rightAnswers(count: number): string {
  return `Exactly one answer of a question is right, - [x], and here it is ${count}.`;
}

function answersGiven(count: number): string {
  return `A question has three or four answers, and this one has ${count}.`;
}

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

  const wrong: [what: string, before: string | RegExp, after: string, expected: [string, string][]][] = [
    [
      'a question too few, at the first card',
      soundQuestion('What comes first?'),
      '',
      [['[exercise: registration]', questionsAsked(1)]],
    ],
    [
      'questions that come after the first card',
      /(# Page\n)([^]*)(\[exercise: registration\])/,
      '$1\n$3\n\n$2',
      [['[exercise: registration]', questionsAsked(0)]],
    ],
    [
      'a question too few where there is no card',
      /> What comes first[^]*$/,
      'Text.',
      [['# Page', questionsAsked(0)]],
    ],
    ['no right answer', '[x]', '[ ]', [['> What comes first?', rightAnswers(0)]]],
    ['two right answers', '[ ]', '[x]', [['> What comes first?', rightAnswers(2)]]],
    ['two answers', /> - \[ \] Neither[^]*?is\.\n/, '', [['> What comes first?', answersGiven(2)]]],
    [
      'five answers',
      '> - [ ] That.',
      '> - [ ] 4.\n>\n>   It is not.\n>\n> - [ ] 5.\n>\n>   It is not.\n>\n> - [ ] That.',
      [['> What comes first?', answersGiven(5)]],
    ],
    [
      'an answer without its explanation',
      '>   It is not.',
      '>',
      [['> - [ ] That.', 'An answer needs its explanation: a paragraph below it, indented by two spaces.']],
    ],
    [
      'an answer twice',
      '[ ] That.',
      '[ ] This.',
      [['> - [ ] This.', 'Another answer of this question has the same text.']],
    ],
    [
      'a link in an answer',
      '[ ] That.',
      '[ ] [That](https://x.example).',
      [
        [
          '> - [ ] [That](https://x.example).',
          'An answer is a button and holds no link. Put it into the explanation.',
        ],
      ],
    ],
    [
      'a line that belongs to no answer',
      '>   It is not.',
      '>   It is not.\n>\n> Indeed.',
      [['> Indeed.', 'This line belongs to no answer. Indent it by two spaces.']],
    ],
    [
      'a question that asks nothing',
      '> What comes first?\n>\n',
      '',
      [['> - [x] This.', 'A question begins with a paragraph that asks it.']],
    ],
  ];
  for (const [what, before, after, expected] of wrong) {
    it(`mark ${what}`, () => {
      const text = good.replace(before, after);
      assert.notEqual(text, good);
      assert.deepEqual(problemsIn(text), expected);
      const crlf = problemsIn(text.replaceAll('\n', '\r\n'));
      assert.deepEqual(crlf, expected);
    });
  }

  it('take no code and no other quote for a question', () => {
    const quotes = '> Somebody said it.\n\n```md\n> - [x] One.\n[exercise: registration]\n```\n';
    assert.deepEqual(problemsIn(good.replace('# Page\n', `# Page\n\n${quotes}`)), []);
  });

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
