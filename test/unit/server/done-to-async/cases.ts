import type { GoldenCase } from '../goldenCase.ts';

const action = 'done-to-async';

// A refactoring: both texts pass, so there is no harm to show.
export const cases: readonly GoldenCase[] = [
  {
    name: 'a promise and its callback',
    action,
    before: `import assert from 'node:assert/strict';

describe('users', () => {
  it('have a name', (done) => {
    ▮const id = 1;
    Promise.resolve({ id, name: 'ada' })
      .then((user) => {
        // as stored
        assert.equal(user.id, 1);

        assert.equal(user.name, 'ada');
        done();
      })
      .catch(done);
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('users', () => {
  it('have a name', async () => {
    const id = 1;
    const user = await Promise.resolve({ id, name: 'ada' });
    // as stored
    assert.equal(user.id, 1);

    assert.equal(user.name, 'ada');
  });
});
`,
  },
  {
    name: 'a promise whose value is not used, in a hook',
    action,
    before: `import assert from 'node:assert/strict';

describe('users', function () {
  let users = 0;

  before(function (finished) {
    ▮Promise.resolve().then(() => { users += 1; finished(); }, (error) => finished(error));
  });

  it('are there', function () {
    assert.equal(users, 1);
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('users', function () {
  let users = 0;

  before(async function () {
    await Promise.resolve();
    users += 1;
  });

  it('are there', function () {
    assert.equal(users, 1);
  });
});
`,
  },
  {
    name: 'a call of fs with a guard',
    action,
    before: `import assert from 'node:assert/strict';
import * as fs from 'node:fs';

describe('the disk', () => {
  it('has a root', (done) => {
    fs.stat('/', (err, found) => {
      if (err) return done(err);
      assert.ok(found.isDirectory()▮);
      done();
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';
import * as fs from 'node:fs';

describe('the disk', () => {
  it('has a root', async () => {
    const found = await fs.promises.stat('/');
    assert.ok(found.isDirectory());
  });
});
`,
  },
];
