import assert from 'node:assert/strict';
import { allScenarios } from '../../../scripts/scenarios.ts';
import { planOf, type TestRequest } from '../../../scripts/testPlan.ts';
import { hostVersions, newestHost } from '../../support/vscodeHost/hostVersions.ts';

/** Each tier with each of its scenarios. */
function checksOf(request: Partial<TestRequest>): Set<string> {
  const { tiers } = planOf({ vsix: false, host: 'web', ...request });
  return new Set(
    tiers.flatMap(({ title, scenarios }) =>
      scenarios === undefined ? [title] : scenarios.map((name) => `${title}: ${name}`),
    ),
  );
}

describe('the plan of a test run', () => {
  it('has every scenario in every version and mode that it is for, in all', () => {
    const all = checksOf({ whole: 'all' });
    const missing = allScenarios().flatMap(({ name, settings: { modes, newestOnly } }) =>
      hostVersions()
        .filter((version) => newestOnly !== true || version === newestHost)
        .flatMap((version) => [
          ...(modes?.includes('development') === false
            ? []
            : [`VS Code ${version}, development folder: ${name}`]),
          ...(modes?.includes('vsix') === false ? [] : [`VS Code ${version}, installed VSIX: ${name}`]),
        ])
        .filter((check) => !all.has(check)),
    );
    assert.deepEqual(missing, []);
  });

  it('has the same in npm test and what --rest adds as in all', () => {
    const both = new Set([...checksOf({}), ...checksOf({ whole: 'rest' })]);
    assert.deepEqual(both, checksOf({ whole: 'all' }));
  });

  it('runs the main job from the package with every change', () => {
    assert.ok(checksOf({}).has(`VS Code ${newestHost}, installed VSIX: mainJob`));
  });

  it('runs again, of the scenarios and unit files that failed, those and no others', async () => {
    const tiers = planOf({ vsix: false, host: 'web' }).tiers.filter(({ again }) => again !== undefined);
    assert.deepEqual(
      tiers.map(({ title }) => title),
      ['Unit tests', `VS Code ${newestHost}, development folder`, `VS Code ${newestHost}, installed VSIX`],
    );
    // What has no file cannot be run alone: mocha itself ended.
    assert.equal(tiers[0]?.again?.([{ text: 'mocha was killed.' }]), null);
    const none = await tiers[1]?.again?.([{ text: 'gone', file: 'test/vscode/gone/scenario.test.ts' }]);
    assert.deepEqual([none?.passed, none?.failed], [0, 0]);
  });

  it('says what it leaves out, unless that is nothing', () => {
    assert.equal(planOf({ whole: 'all', vsix: false, host: 'web' }).leftOut, '');
    for (const request of [{}, { whole: 'quick' }, { whole: 'rest' }, { unit: 'a' }] as const) {
      assert.notEqual(planOf({ vsix: false, host: 'web', ...request }).leftOut, '');
    }
  });

  it('runs just the scenario that is named, also where it usually does not', () => {
    assert.deepEqual(
      checksOf({ scenario: 'lessonPages', vsix: true, versions: ['1.103.2'] }),
      new Set(['Build', 'Package (VSIX)', 'VS Code 1.103.2, installed VSIX: lessonPages']),
    );
    assert.deepEqual(planOf({ scenario: 'none', vsix: false, host: 'web' }).tiers.at(-1)?.scenarios, []);
  });
});
