import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { withExercise } from '../../../../src/course/authoring/exerciseList.ts';
import { CourseError } from '../../../../src/course/courseError.ts';

const page = (list: string): string =>
  `---\nid: 03-isolation # the folder\n\n${list}\nlevel:   'beginner'\n---\n\nexercises:\n  - text\n`;

describe('adding an exercise to the list of a lesson', () => {
  const cases: [what: string, before: string, after: string][] = [
    ['in lines', 'exercises:\n  - one\n  - two', 'exercises:\n  - one\n  - two\n  - new'],
    ['in lines that are not indented', 'exercises:\n- one', 'exercises:\n- one\n- new'],
    [
      'in lines with comments',
      'exercises: # in order\n  - "one" # first\n  # last\n',
      'exercises: # in order\n  - "one" # first\n  - new\n  # last\n',
    ],
    ['in lines with a space too many', 'exercises:\n  -  one', 'exercises:\n  -  one\n  - new'],
    ['in brackets', 'exercises: [one, "two"] # two', 'exercises: [one, "two", new] # two'],
    ['in empty brackets', 'exercises: [ ]', 'exercises: [new ]'],
    ['in brackets over lines', 'exercises: [\n  one,\n]', 'exercises: [\n  one, new,\n]'],
  ];
  for (const [what, before, after] of cases) {
    it(`leaves everything else as it is: ${what}`, () => {
      assert.equal(withExercise(page(before), 'new', 'lesson.md'), page(after));
    });
  }

  it('keeps line ends of Windows', () => {
    const crlf = (text: string): string => page(text).replaceAll('\n', '\r\n');
    assert.equal(
      withExercise(crlf('exercises:\n  - one'), 'new', 'lesson.md'),
      crlf('exercises:\n  - one\n  - new'),
    );
  });

  it('adds to a list that ends the front matter', () => {
    assert.equal(
      withExercise('---\nexercises:\n  - one\n---\n', 'new', 'lesson.md'),
      '---\nexercises:\n  - one\n  - new\n---\n',
    );
  });

  it('quotes a name that YAML would read as something else', () => {
    for (const name of ['true', '42', 'null']) {
      const [, yaml = ''] = withExercise('---\nexercises: [one]\n---\n', name, 'lesson.md').split('---\n');
      assert.deepEqual(parse(yaml), { exercises: ['one', name] });
    }
  });

  it('changes nothing when the list has it', () => {
    const before = page('exercises: [one, "new"]');
    assert.equal(withExercise(before, 'new', 'lesson.md'), before);
  });

  it('refuses a page that it does not understand, naming it', () => {
    const broken: [text: string, why: RegExp][] = [
      ['# No front matter\n', /03\/lesson\.md: it has no front matter/],
      ['---\nid: 03-isolation\n---\n', /it has no list of exercises/],
      ['---\nexercises: one\n---\n', /it has no list of exercises/],
      ['---\nexercises: [one\n---\n', /03\/lesson\.md: .*flow/i],
    ];
    for (const [text, why] of broken) {
      assert.throws(
        () => withExercise(text, 'new', '03/lesson.md'),
        (error: unknown) =>
          error instanceof CourseError && error.code === 'broken-manifest' && why.test(error.message),
        text,
      );
    }
  });
});
