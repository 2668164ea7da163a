import assert from 'node:assert/strict';
import { constants } from 'node:os';
import { everyNth } from '../../../support/vscodeHost/everything.ts';
import { sampleSolution } from '../../../support/sampleCourse.ts';
import { gradeSample } from '../../../support/sampleGrades.ts';
import { useScratch } from '../../../support/scratch.ts';

/** Those whose number is not another one's. A system gives the others to a process of its own. */
const signals = Object.entries(constants.signals)
  .filter(([, number], place, all) => all.findIndex(([, other]) => other === number) === place)
  .map(([name]) => name);
const statuses = [0, 1, 2, 3, 7, 9, 12, 13, 42, 64, 100, 126, 127, 128, 130, 134, 137, 139, 143, 254, 255];

/** How a test can end its process, by what is done in it. */
const ends: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    signals.map((name) => [`the signal ${name}`, `process.kill(process.pid, '${name}')`]),
  ),
  ...Object.fromEntries(statuses.map((status) => [`the exit status ${status}`, `process.exit(${status})`])),
  ...Object.fromEntries(
    [0, 1, 255].map((status) => [`status ${status} past process.exit`, `process.reallyExit(${status})`]),
  ),
};

describe('a grade, whatever ends the process of the tests', function () {
  this.timeout(60_000);
  const scratch = useScratch();

  for (const [end, code] of everyNth(Object.entries(ends), 6)) {
    // Always, so that no process lasts; or now and then, so that others tell of a good suite.
    for (const [when, condition] of [
      ['always', 'true'],
      ['on one process of two', 'process.pid % 2 === 0'],
    ] as const) {
      it(`is no crash, and not complete: ${end}, ${when}`, async () => {
        const result = await gradeSample(scratch, {
          'tests/notes.test.ts': sampleSolution,
          'tests/z.test.ts': `it('ends', async () => {
  if (${condition}) {
    ${code};
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});
`,
        });
        // Some signals are ignored, or told to the program: such a test ends well.
        const own = result.tests.find(({ title }) => title === 'ends');
        if (own?.state === 'passed') return;
        if (when === 'always') assert.equal(result.complete, false, JSON.stringify(result));
        assert.ok(result.complete || result.problems.length > 0, JSON.stringify(result));
        assert.ok(
          result.problems.every(({ message }) => message.length > 20 && !message.includes('undefined')),
          JSON.stringify(result.problems),
        );
      });
    }
  }
});
