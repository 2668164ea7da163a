import assert from 'node:assert/strict';
import { applied, assertRefused } from '../offeredEdit.ts';

const action = 'insert-server-fixture';

describe(action, () => {
  it('says why it cannot apply', () => {
    assertRefused(
      action,
      "import { serve } from '@hono/node-server';\ndescribe('x', () => { before(() => { serve({}); }); ▮ });",
      'The suite starts a server already: line 2.',
    );
    assertRefused(
      action,
      "import { app } from '../src/app.ts';\ndescribe('x', () => { let s; before(() => { s = app.listen(0); }); ▮ });",
      'The suite starts a server already: line 2.',
    );
    assertRefused(
      action,
      "describe('x', () => { const server = 1, httpServer = 2, testServer = 3; ▮ });",
      'The names `server`, `httpServer` and `testServer` are all taken in this suite.',
    );
    assertRefused(
      action,
      "const baseUrl = 1, serverUrl = 2, origin = 3; describe('x', () => { ▮ });",
      'The names `baseUrl`, `serverUrl` and `origin` are all taken in this suite.',
    );
    assertRefused(
      action,
      "const once = 1; describe('x', () => { ▮ });",
      'The name `once` is taken in this file.',
    );
  });

  /** What the server is made with. */
  function handlerFor(head: string, body = ''): string | undefined {
    const text = `${head}\ndescribe('x', () => {\n  ${body}\n▮\n  it('a', () => {});\n});\n`;
    return /createServer\((.*)\);$/m.exec(applied(action, text))?.[1];
  }

  it('takes a handler that is in scope and there in time', () => {
    assert.equal(handlerFor("import { app } from '../src/app.ts';"), 'app');
    assert.equal(handlerFor('const handler = (_request, response) => response.end();'), 'handler');
    assert.equal(handlerFor("import { makeApp } from '../src/app.ts'; let app; before(() => {});"), example);
    assert.equal(handlerFor('', 'let app; before(() => { app = express(); });'), 'app');
  });

  const example = '(_request, response) => response.end()';

  it('takes none that is no request handler, or comes too late', () => {
    assert.equal(handlerFor("import type { app } from '../src/app.ts';"), example);
    assert.equal(handlerFor("import { Hono } from 'hono'; const app = new Hono();"), example);
    assert.equal(
      handlerFor("import { app } from '../src/app.ts'; const ask = () => app.inject('/');"),
      example,
    );
    assert.equal(handlerFor('', 'let app; beforeEach(() => { app = express(); });'), example);
    assert.equal(handlerFor('function other(app) {}'), example);
  });
});
