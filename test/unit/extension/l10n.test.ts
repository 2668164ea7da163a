import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleText, readFile, readTexts, type FoundTexts } from '../../../scripts/l10nTexts.ts';
import { CourseError } from '../../../src/course/courseError.ts';
import { inEnglish, sentence } from '../../../src/course/sentence.ts';
import { renderLesson } from '../../../src/extension/lessons/renderLesson.ts';
import { samplePage } from '../lessonPage/samplePage.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

describe('the texts of the extension', () => {
  let found: FoundTexts;

  before(function () {
    this.timeout(60_000);
    found = readTexts(repository);
  });

  it('are all translated', () => {
    assert.deepEqual(found.problems, []);
  });

  it('are in l10n/bundle.l10n.json (npm run l10n writes it)', () => {
    const [there, wanted] = [read('l10n/bundle.l10n.json'), bundleText(found.texts)].map((text) =>
      Object.keys(JSON.parse(text) as Record<string, string>),
    );
    assert.ok(there && wanted);
    const missing = wanted.filter((text) => !there.includes(text));
    const surplus = there.filter((text) => !wanted.includes(text));
    assert.deepEqual({ missing, surplus }, { missing: [], surplus: [] });
  });

  it('in package.json are all named in package.nls.json', () => {
    assert.deepEqual(untranslated(JSON.parse(read('package.json'))), []);
  });

  describe('are found', () => {
    const find = (source: string, file = 'src/extension/sample.ts'): [string[], string[]] => {
      const texts = new Set<string>();
      const problems: string[] = [];
      readFile(file, source, texts, problems);
      return [[...texts], problems];
    };

    it('in calls, both ends of a condition, and tagged templates', () => {
      assert.deepEqual(find("l10n.t('One {0}', two);"), [['One {0}'], []]);
      assert.deepEqual(find("l10n.t({ message: 'Word', comment: ['a noun'] });"), [['Word'], []]);
      assert.deepEqual(find("page.translate(one ? 'Yes' : 'No');"), [['Yes', 'No'], []]);
      assert.deepEqual(find('sentence`A ${b} c ${d}.`;'), [['A {0} c {1}.'], []]);
      assert.deepEqual(find("throw new CourseError('bad-name', 'What.', sentence`Do ${it}.`);"), [
        ['What.', 'Do {0}.'],
        [],
      ]);
    });

    for (const source of [
      "window.showInformationMessage('The course is ready.');",
      'window.showInformationMessage(`The course is in ${folder}.`);',
      "const item = { label: 'again' };",
      "run.appendOutput('Complete.\\r\\n');",
      "l10n.t('The course is in ' + folder);",
      "throw new CourseError('bad-name', `No ${name}`, 'Do it.');",
    ]) {
      it(`missing in ${source}`, () => {
        const [, problems] = find(source);
        assert.equal(problems.length, 1);
        assert.match(problems[0] ?? '', /^src\/extension\/sample\.ts:1: /);
      });
    }

    it('not in an icon', () => {
      assert.deepEqual(find("const item = { label: `$(check) ${l10n.t('Yes')}` };"), [['Yes'], []]);
    });

    it('not where only a maintainer reads them', () => {
      assert.deepEqual(find("this.log.info(`Linked ${n} packages.`); throw new Error('It must not be.');"), [
        [],
        [],
      ]);
    });
  });
});

describe('an error of the course', () => {
  it('is told in English, and knows its words apart from what is filled in', () => {
    const error = new CourseError('bad-name', sentence`'${'{1}'}' is ${2}.`, 'Choose another.');
    assert.equal(error.message, "'{1}' is 2.");
    assert.equal(error.remedy, 'Choose another.');
    assert.deepEqual(error.sentences, [
      { template: "'{0}' is {1}.", args: ['{1}', 2] },
      { template: 'Choose another.', args: [] },
    ]);
    assert.equal(inEnglish({ template: 'No {3}', args: [] }), 'No {3}');
  });
});

describe('a lesson page in another language', () => {
  it('has no words of its own left in English', () => {
    const lesson = { ...samplePage.lesson, title: '1', objectives: ['2'], markdown: '[exercise: a]' };
    const exercises = samplePage.exercises
      .slice(0, 1)
      .map((exercise) => ({ ...exercise, id: 'x/a', title: '3', task: '4' }));
    const page = renderLesson({
      ...samplePage,
      lesson,
      exercises,
      previous: { id: 'before', title: '5' },
      next: { id: 'after', title: '6' },
      translate: (text, ...args) => samplePage.translate(text, ...args).replace(/\p{L}/gu, 'ж'),
    });
    const attributes = [...page.matchAll(/\s(?:aria-label|alt|title|placeholder)="([^"]*)"/g)].map(
      ([, text]) => text ?? '',
    );
    const [, script = ''] = /id="strings"[^>]*>([^]*?)<\/script>/.exec(page) ?? [];
    const shown = page.replace(/<(script|style)[^]*?<\/\1>/g, '').replace(/<[^>]*>/g, '\n');
    const left = [shown, script.replace(/"\w+":/g, ''), ...attributes].join('\n').match(/[a-z]{2,}.*/gi);
    assert.equal(left, null);
    assert.match(shown, /ж{4}/);
  });
});

/** Values of the manifest that VS Code shows and that are no `%key%`. */
function untranslated(value: unknown, key = ''): string[] {
  if (typeof value === 'string') {
    const isShown = /^(displayName|.*[dD]escription|title|label|contents|name|markdown|altText)$/.test(key);
    // A name is the same in every language; `name` is also the package's own.
    const isName = value === 'Integration Testing Lab' || value === 'integration-testing-lab';
    return isShown && !isName && !/^%[\w.-]+%$/.test(value) ? [`${key}: ${value}`] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    untranslated(inner, Array.isArray(value) ? key : name),
  );
}
