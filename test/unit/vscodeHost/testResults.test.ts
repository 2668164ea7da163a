import assert from 'node:assert/strict';
import { judge, parseTestResults, type TestResults } from '../../support/vscodeHost/testResults.ts';

const good: TestResults = { passed: 3, failed: 0, vscodeVersion: '1.139.1', failures: [], times: [] };
const bad: TestResults = { ...good, failed: 2, failures: [{ title: 'opens', message: 'no' }] };

describe('parseTestResults', () => {
  it('reads what a bundle wrote', () => {
    assert.deepEqual(parseTestResults(JSON.stringify(bad)), bad);
  });

  const broken = {
    'nothing, as after a crash': '',
    'half a file': '{"passed": 3, "fai',
    'a missing count': JSON.stringify({ ...good, failed: undefined }),
    'a negative count': JSON.stringify({ ...good, failed: -1 }),
    'no version': JSON.stringify({ ...good, vscodeVersion: undefined }),
    'a list': '[]',
  };
  for (const [title, text] of Object.entries(broken)) {
    it(`takes ${title} for no result`, () => assert.equal(parseTestResults(text), undefined));
  }
});

describe('judge', () => {
  const end = { results: good, hostFailure: undefined, wantedVersion: '1.139.1' };

  it('counts a good run', () =>
    assert.deepEqual(judge(end), { passed: 3, failed: 0, failures: [], times: [] }));

  it('counts failed tests, whose host fails with them', () => {
    const outcome = judge({ ...end, results: bad, hostFailure: 'Test run failed with code 1' });
    assert.deepEqual(outcome, { passed: 3, failed: 2, failures: bad.failures, times: [] });
  });

  it('counts failed tests although the host ended well', () => {
    assert.equal(judge({ ...end, results: bad }).failed, 2);
  });

  it('counts a crash as a failure', () => {
    const outcome = judge({ ...end, results: undefined, hostFailure: 'Test run failed with code 1' });
    assert.equal(outcome.failed, 1);
    assert.match(outcome.problem ?? '', /code 1; the tests left no results/);
  });

  it('counts a missing result as a failure although the host ended well', () => {
    assert.equal(judge({ ...end, results: undefined }).failed, 1);
  });

  it('counts a host failure after good tests', () => {
    const outcome = judge({ ...end, hostFailure: 'The browser ended.' });
    assert.deepEqual(outcome, {
      passed: 3,
      failed: 1,
      failures: [],
      times: [],
      problem: 'The browser ended.',
    });
  });

  it('counts a run on another version as a failure', () => {
    const outcome = judge({ ...end, wantedVersion: '1.103.2' });
    assert.deepEqual(outcome, {
      passed: 3,
      failed: 1,
      failures: [],
      times: [],
      problem: 'Ran on 1.139.1, not on 1.103.2.',
    });
  });

  it('counts a run without any test as a failure', () => {
    const outcome = judge({ ...end, results: { ...good, passed: 0 } });
    assert.deepEqual(outcome, { passed: 0, failed: 1, failures: [], times: [], problem: 'No test ran.' });
  });
});
