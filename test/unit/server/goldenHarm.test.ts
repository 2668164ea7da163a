import assert from 'node:assert/strict';
import { describeStyle, endings, inStyle, runStyles } from './goldenCase.ts';
import type { GoldenCase, Style } from './goldenCase.ts';
import { allCases, stylesOf } from './goldenCases.ts';
import { runMocha, typeErrors } from './goldenRun.ts';
import type { MochaRun, ScratchFile } from './goldenRun.ts';

/** A case in one style, as a file of a project. */
interface RunCase {
  readonly golden: GoldenCase;
  readonly style: Style;
  readonly name: string;
}

describe('what fixes leave, run by mocha', function () {
  this.timeout(300_000);
  const runs = allCases.flatMap((golden, index) =>
    stylesOf(golden, runStyles).map((style, number): RunCase => ({
      golden,
      style,
      name: `${index}-${number}.test${endings[style.language]}`,
    })),
  );
  const isAlone = ({ golden }: RunCase): boolean => golden.alone === true;
  const runsOn = ({ golden }: RunCase): boolean => golden.harm === 'keeps-running';
  const together = runs.filter((run) => !isAlone(run));
  // A process for each takes long, so one style has to do.
  const alone = runs.filter((run) => (isAlone(run) || runsOn(run)) && run.name.includes('-0.'));
  const fileOf = ({ golden, style, name }: RunCase, part: 'before' | 'after'): ScratchFile => {
    const number = /-(\d+)\./.exec(name)?.[1] ?? '';
    return {
      name,
      // A host for each file: an interceptor that one leaves must not answer another.
      text: inStyle(golden[part].replace('▮', ''), style)
        .replaceAll('.test/', `-${number}.test/`)
        .replaceAll(/\.test(?=['"])/g, `-${number}.test`),
    };
  };
  const projectOf = (cases: readonly RunCase[]): ScratchFile[] =>
    cases.flatMap(({ golden, style }) =>
      Object.entries(golden.files ?? {}).map(([path, text]) => ({
        name: path.replaceAll('ENDING', endings[style.language]),
        text: inStyle(text, style),
      })),
    );
  const run = (cases: readonly RunCase[], part: 'before' | 'after'): MochaRun =>
    runMocha(
      cases.map((one) => fileOf(one, part)),
      projectOf(cases),
    );

  let togetherAfter: MochaRun | undefined;
  /** Run once, although two tests ask. */
  const runTogether = (): MochaRun => (togetherAfter ??= run(together, 'after'));

  function checkAfter(cases: readonly RunCase[], after: MochaRun): void {
    const wrong = cases.filter(({ golden }) => golden.harm === 'false-pass').map(({ name }) => name);
    assert.deepEqual(
      after.failures.filter(({ file }) => !wrong.includes(file)),
      [],
    );
    for (const { name, golden } of cases) {
      if (golden.harm !== 'false-pass') continue;
      assert.ok(
        after.failures.some(({ file }) => file === name),
        `'${golden.name}' passes still, although what it asserts is wrong.`,
      );
    }
    assert.deepEqual(after.stillOpen, []);
    assert.equal(after.endedByItself, true, `${cases.map(({ golden }) => golden.name).join(', ')} runs on.`);
    for (const { name, golden } of cases) assert.ok(after.tests.has(name), `'${golden.name}' ran no test.`);
  }

  function checkBefore(cases: readonly RunCase[]): void {
    const before = run(cases, 'before');
    for (const { golden, style, name } of cases) {
      const what = `${golden.name} (${describeStyle(style)})`;
      const { harm } = golden;
      assert.equal(before.stillOpen.includes(name), harm === 'open-database', `open databases: ${what}`);
      const failed = before.failures.filter(({ file }) => file === name);
      assert.equal(
        failed.length > 0,
        harm === 'failing-test',
        `failing tests: ${what}: ${failed.map(({ message }) => message).join('; ')}`,
      );
      if (harm === 'lost-test') {
        const fixed = isAlone({ golden, style, name })
          ? run([{ golden, style, name }], 'after')
          : runTogether();
        const tests = fixed.tests.get(name) ?? 0;
        assert.ok((before.tests.get(name) ?? 0) < tests, `lost tests: ${what}`);
      }
      if (harm === 'false-pass') assert.ok(before.tests.has(name), `no test ran: ${what}`);
      if (harm === 'keeps-running') assert.equal(before.endedByItself, false, `ended by itself: ${what}`);
    }
  }

  // mocha has nothing to say about no files, which is what ITLAB_GOLDEN may leave.
  if (together.length > 0) {
    it('passes, with every database closed', () => {
      checkAfter(together, runTogether());
    });
  }

  const endingRuns = together.filter((run) => !runsOn(run));
  if (endingRuns.length > 0) {
    it('shows the harm before the fix', () => {
      checkBefore(endingRuns);
    });
  }

  for (const one of alone) {
    it(`shows the harm in a process of its own: ${one.golden.action}, ${one.golden.name}`, () => {
      if (isAlone(one)) checkAfter([one], run([one], 'after'));
      checkBefore([one]);
    });
  }

  it('type-checks', () => {
    const typed = runs.filter(({ style }) => style.language === 'typescript');
    assert.deepEqual(
      typeErrors(
        typed.map((one) => fileOf(one, 'after')),
        projectOf(typed),
      ),
      [],
    );
  });
});
