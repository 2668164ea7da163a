import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { coverageDetails } from '../../../src/extension/testing/coverageDetails.ts';
import { recordCoverage } from '../../../src/runner/inspection.ts';
import { useScratch } from '../../support/scratch.ts';

const code = `import { join } from 'node:path';

/** Nobody executes a comment, or a type. */
interface Named {
  readonly name: string; // é 😀
}

const table = {
  a: 1,
  b: 2,
};

export function describe(flag: boolean): string {
  if (flag) {
    // Seldom.
    const named: Named = { name: 'x' };
    return named.name;
  }
  return join('a', 'b');
}

export class Shelf {
  private readonly size = table.a;

  get(index: number): number {
    return index > this.size ? this.size : 0;
  }

  async never(): Promise<void> {
    await Promise.resolve(
      this.size,
    );
  }
}

const double = (value: number): number => value * 2;

describe(false);
new Shelf().get(0);
double(1);
double(2);
`;

describe('coverage', () => {
  const scratch = useScratch();

  async function covered(files: Readonly<Record<string, string>>, imported: string) {
    const folder = scratch({ 'package.json': '{"type":"module"}', ...files });
    const take = recordCoverage(folder);
    await import(pathToFileURL(join(folder, imported)).href);
    return new Map(take().map((script) => [script.file.slice(folder.length + 1), script]));
  }

  async function lines() {
    const script = (await covered({ 'src/code.ts': code }, 'src/code.ts')).get(join('src', 'code.ts'));
    assert.ok(script);
    const details = coverageDetails(script);
    const text = code.split('\n');
    const shown = details.statements.map(({ start, end, count }) => {
      const first = text[start.line]?.slice(start.column, start.line === end.line ? end.column : undefined);
      return `${count}× ${first}${start.line === end.line ? '' : ` …${end.line - start.line}`}`;
    });
    return { details, shown };
  }

  it('counts statements at the places of the file with its types', async () => {
    const { shown } = await lines();
    assert.deepEqual(shown, [
      '1× const table = { …2',
      '1× if (flag) {',
      "0× const named: Named = { name: 'x' };",
      '0× return named.name;',
      "1× return join('a', 'b');",
      '1× size = table.a',
      '1× return index > this.size ? this.size : 0;',
      '0× await Promise.resolve( …1',
      '1× const double = (value: number): number =>',
      '2× value * 2',
      '1× describe(false);',
      '1× new Shelf().get(0);',
      '1× double(1);',
      '1× double(2);',
    ]);
  });

  it('counts functions that have a name', async () => {
    const { details } = await lines();
    assert.deepEqual(
      details.functions.map(({ name, count, start }) => `${count}× ${name} in line ${start.line + 1}`),
      ['1× describe in line 13', '1× get in line 25', '0× never in line 29', '2× double in line 36'],
    );
  });

  it('shows a branch that was not taken at the statement it belongs to', async () => {
    const { details } = await lines();
    const choice = details.statements.find(({ start }) => start.line === 25);
    assert.deepEqual(
      choice?.branches.map(({ count }) => count),
      [0],
    );
    assert.equal(choice?.branches[0]?.start.line, 25);
  });

  it('shows a file of src that nothing imports as not covered, and none of other folders', async () => {
    const scripts = await covered(
      {
        'src/used.ts': 'export const one = 1;\n',
        'src/unused.ts':
          "import './used.ts';\n/*\n a comment\n*/\ninterface A {\n  a: 1;\n}\nexport function f(a: A) {\n  // no\n  return a;\n}\n",
        'lib/other.ts': 'export const two = 2;\n',
        'tests/a.test.ts': "import '../src/used.ts';\nimport '../lib/other.ts';\nexport default 1;\n",
      },
      'tests/a.test.ts',
    );
    assert.deepEqual(
      [...scripts.keys()].sort(),
      ['src/unused.ts', 'src/used.ts', 'tests/a.test.ts'].map((path) => join(...path.split('/'))),
    );
    const unused = scripts.get(join('src', 'unused.ts'));
    assert.ok(unused);
    const { statements } = coverageDetails(unused);
    assert.deepEqual(
      statements.map(({ count, start }) => [count, start.line + 1]),
      [
        [0, 8],
        [0, 10],
      ],
    );
  });
});
