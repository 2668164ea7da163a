import { pathToFileURL } from 'node:url';
import type { FileTree } from '../../src/course/fileTree.ts';
import type { ShapesOf } from '../../src/course/grading/earlierGrade.ts';
import { isTestFile } from '../../src/course/fileTree.ts';
import { codeShapes } from '../../src/server/codeShape.ts';
import { stripTypes } from '../../src/server/analysis/stripTypes.ts';
import { typescriptParser } from '../../src/server/analysis/typescriptParser.ts';

/** What people do to their answers between two saves, done to any answer, so that it is graded again. */

/** The shapes of files, as the language server tells them. */
export const shapesOf: ShapesOf = async (files) => {
  const asked = [...files].map(([path, text]) => ({ uri: pathToFileURL(`/course/${path}`).href, text }));
  const shapes = await codeShapes(asked, {
    loadParser: async () => typescriptParser,
    loadStripper: async () => stripTypes,
  });
  return new Map([...files.keys()].map((path, index) => [path, shapes[index] ?? null]));
};

export interface Edit {
  readonly what: string;
  /**
   * Null where there is nothing of the kind in the files.
   * @param answer as it was at the beginning.
   */
  readonly apply: (files: FileTree, answer: FileTree) => FileTree | null;
  /** Whether running sees it. */
  readonly seen?: false;
}

/** A test as it is written with the indentation of its suite. */
const testPattern = /^( +)it\((['"`])(.*)\2,[^]*?^\1\}\);\n/gm;

interface Found {
  readonly path: string;
  readonly text: string;
  readonly title: string;
}

function testsIn(files: FileTree): Found[] {
  return [...files].flatMap(([path, text]) =>
    isTestFile(path)
      ? [...text.matchAll(testPattern)].map((match) => ({ path, text: match[0], title: match[3] ?? '' }))
      : [],
  );
}

function replaced(files: FileTree, path: string, from: string, to: string): FileTree | null {
  const text = files.get(path);
  if (text === undefined || !text.includes(from)) return null;
  return new Map(files).set(
    path,
    text.replace(from, () => to),
  );
}

function onTest(at: (tests: Found[]) => Found | undefined, change: (test: Found) => string | null) {
  return (files: FileTree): FileTree | null => {
    const test = at(testsIn(files));
    const text = test ? change(test) : null;
    return test && text !== null ? replaced(files, test.path, test.text, text) : null;
  };
}

const first = (tests: Found[]): Found | undefined => tests[0];
const middle = (tests: Found[]): Found | undefined => tests[Math.floor(tests.length / 2)];
const last = (tests: Found[]): Found | undefined => tests.at(-1);

/** The body of a test in the place of its own. */
function withBody({ text }: Found, body: string): string {
  return text.replace(
    /=> \{\n[^]*\n( +)\}\);\n$/,
    (_all, indent: string) => `=> {\n${indent}  ${body}\n${indent}});\n`,
  );
}

function retitled({ text, title }: Found, to: string): string {
  return text.replace(title, () => to);
}

function onTestFile(change: (text: string) => string): (files: FileTree) => FileTree | null {
  return (files) => {
    const path = [...files.keys()].find(isTestFile);
    const text = path === undefined ? undefined : files.get(path);
    return path === undefined || text === undefined ? null : new Map(files).set(path, change(text));
  };
}

export const edits: readonly Edit[] = [
  {
    what: 'a comment, a blank line and a type',
    apply: onTestFile(
      (text) => `// Read this first.\n\n${text}\n/* the end */\ntype Unused = 'it' | \`x\`;\n`,
    ),
    seen: false,
  },
  {
    what: 'the first test asks for less',
    apply: onTest(first, (test) => test.text.replace(/\n +assert\.[^]*?;\n(?= *\}\);\n$)/, '\n')),
  },
  {
    what: 'the middle test is renamed',
    apply: onTest(middle, (test) => retitled(test, 'is called otherwise')),
  },
  { what: 'the last test is deleted', apply: onTest(last, () => '') },
  {
    what: 'the first test is copied under another title, to its end',
    apply: onTest(first, (test) => `${test.text}\n${retitled(test, 'the same once more')}`),
  },
  {
    what: 'two tests bear the same title',
    apply: onTest(first, (test) => `${test.text}\n${withBody(test, 'assert.equal(1, 1);')}`),
  },
  {
    what: 'a test fails',
    apply: onTest(middle, (test) => withBody(test, "assert.equal(1, 2, 'on purpose');")),
  },
  {
    what: 'a test leaves something behind',
    apply: onTest(first, (test) => withBody(test, "process.env['LEFT_BEHIND'] = 'yes';")),
  },
  {
    what: 'a comment above, where lines are told',
    apply: onTestFile((text) => `// One line more.\n${text}`),
  },
  // As long as something is left behind, each round takes a process of its own.
  { what: 'the answer is brought back', apply: (_files, answer) => answer },
  {
    what: 'a test needs another to run before it',
    apply: (files) => {
      const [one, other] = testsIn(files);
      if (!one || !other || one.path !== other.path) return null;
      const shared = '(globalThis as { seen?: number }).seen';
      const setting = replaced(files, one.path, one.text, withBody(one, `${shared} = 1;`));
      return (
        setting && replaced(setting, one.path, other.text, withBody(other, `assert.equal(${shared}, 1);`))
      );
    },
  },
  {
    what: 'that other is renamed',
    apply: onTest(first, (test) => retitled(test, 'is called by another name')),
  },
  { what: 'the answer is brought back once more', apply: (_files, answer) => answer },
  {
    what: 'something at the top of a file',
    apply: onTestFile((text) => `${text}\nconst unused = [1, 2, 3].length;\nvoid unused;\n`),
  },
  {
    what: 'a helper that the tests import',
    apply: (files) => {
      const path = [...files.keys()].find((one) => !isTestFile(one) && one.endsWith('.ts'));
      const text = path === undefined ? undefined : files.get(path);
      return path === undefined || text === undefined
        ? null
        : new Map(files).set(path, `${text}\nexport const added = 1;\n`);
    },
  },
  {
    what: 'a file more, with a hook around the tests of all',
    apply: (files) =>
      new Map(files).set(
        'tests/zz-more.test.ts',
        "import assert from 'node:assert/strict';\n\nlet runs = 0;\n\nbeforeEach(() => {\n  runs += 1;\n});\n\ndescribe('more', () => {\n  it('counts', () => {\n    assert.ok(runs > 0);\n  });\n});\n",
      ),
  },
  {
    what: 'that hook fails for some',
    apply: (files) =>
      replaced(files, 'tests/zz-more.test.ts', 'runs += 1;', 'if (runs++ === 2) throw new Error();'),
  },
  {
    what: 'that file goes again',
    apply: (files) => new Map([...files].filter(([path]) => path !== 'tests/zz-more.test.ts')),
  },
  { what: 'a test is skipped', apply: onTest(middle, (test) => test.text.replace('it(', 'it.skip(')) },
  { what: 'a test is the only one', apply: onTest(first, (test) => test.text.replace('it(', 'it.only(')) },
  { what: 'the file no longer parses', apply: onTestFile((text) => text.replace(/\}\);\s*$/, '')) },
];
