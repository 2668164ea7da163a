import type { GoldenCase } from '../goldenCase.ts';

const action = 'pass-error-to-done';
const harm = 'false-pass';

export const cases: readonly GoldenCase[] = [
  {
    name: 'in front of what looks at the result',
    action,
    harm,
    before: `import assert from 'node:assert/strict';
import { readFile } from 'node:fs';

describe('settings', () => {
  it('are read', (done) => {
    readFile('no-such-file', 'utf8', (err, text) => {
      // nothing else in it
      assert.notEqual(text, 'secret');
      done();
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { readFile } from 'node:fs';

describe('settings', () => {
  it('are read', (done) => {
    readFile('no-such-file', 'utf8', (err, text) => {
      if (err) return done(err);

      // nothing else in it
      assert.notEqual(text, 'secret');
      done();
    });
  });
});
`,
  },
  {
    name: 'where the callback only ends the test',
    action,
    harm,
    before: `import { stat } from 'node:fs';

describe('settings', function () {
  it('exist', function (finished) {
    stat('no-such-file', function (error, _found) {
      finished();
    });
  });

  it('exist still', function (finished) {
    stat('no-such-file', (error, _found) => finished());
  });
});
`,
    after: `import { stat } from 'node:fs';

describe('settings', function () {
  it('exist', function (finished) {
    stat('no-such-file', function (error, _found) {
      finished(error);
    });
  });

  it('exist still', function (finished) {
    stat('no-such-file', (error, _found) => finished(error));
  });
});
`,
  },
];
