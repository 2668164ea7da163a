import type { GoldenCase } from '../goldenCase.ts';

const action = 'fake-only-date';

/** With the clock of node:test, which is there for everybody; sinon's edits are in reports.test.ts. */
const texts: readonly Omit<GoldenCase, 'after'>[] = [
  {
    name: 'a clock without options',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mock } from 'node:test';

describe('slow server', function () {
  const server = createServer((request, response) => {
    setTimeout(() => response.end('late'), 5);
  });

  before(async () => {
    server.listen({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
  });

  beforeEach(() => {
    mock.timers.enable(/* everything */);
  });

  afterEach(() => {
    mock.timers.reset();
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('answers in the end', async () => {
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const response = await fetch(\`http://127.0.0.1:\${port}/\`);
    assert.equal(await response.text(), 'late');
  }).timeout(200);
});
`,
  },
  {
    name: 'a clock with a time to start from',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import * as runner from 'node:test';

describe('slow server', () => {
  it('says the date', async () => {
    const server = createServer((request, response) => {
      setTimeout(() => response.end(), 5);
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      runner.mock.timers.enable({ now: Date.UTC(2030, 0, 1) });
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      await once(get({ host: '127.0.0.1', port }), 'response');
      assert.equal(new Date().getUTCFullYear(), 2030);
    } finally {
      runner.mock.timers.reset();
      server.closeAllConnections();
      server.close();
    }
  }).timeout(200);
});
`,
  },
  {
    name: 'a clock that names what it fakes',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mock } from 'node:test';

describe('slow server', () => {
  afterEach(() => {
    mock.timers.reset();
  });

  it('answers', async () => {
    const server = createServer((request, response) => {
      setTimeout(() => response.end('late'), 5);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 });
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      const response = await fetch(\`http://127.0.0.1:\${port}/\`);
      assert.equal(response.status, 200);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }).timeout(200);
});
`,
  },
];

/** Only the options of the clock change. */
export const cases: readonly GoldenCase[] = texts.map((golden) => ({
  ...golden,
  after: golden.before
    .replace('enable(/* everything */)', "enable(/* everything */{ apis: ['Date'] })")
    .replace('UTC(2030, 0, 1) }', "UTC(2030, 0, 1), apis: ['Date'] }")
    .replace("['setTimeout', 'Date']", "['Date']"),
}));
