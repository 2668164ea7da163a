import assert from 'node:assert/strict';
import { releaseHere } from '../../../../src/server/actions/releaseHere.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';

const head = `import Database from 'better-sqlite3';
import { createServer } from 'node:http';
import { run, track } from './helpers.ts';
`;

function offered(text: string): readonly string[] {
  const whole = head + text;
  const cursor = whole.indexOf('▮');
  const file = readTestFile(typescriptParser, 'a.test.ts', whole.replace('▮', ''), {});
  return releaseHere.offers(file, { start: cursor, end: cursor }).map((offer) => {
    const edit = offer.edit();
    return `${offer.title}: ${edit.possible ? 'possible' : edit.reason}`;
  });
}

describe('teardown-here', () => {
  it('names what it does, also where the rules are silent', () => {
    assert.deepEqual(
      offered(`describe('x', () => { let db;
  before(() => { db = new ▮Database('x'); track(db); });
});`),
      ['Close `db` in `after`: possible'],
    );
    assert.deepEqual(
      offered(`describe('x', () => { it('a', () => { track(set▮Interval(() => {}, 5)); }); });`),
      ['Clear the interval in `afterEach`: possible'],
    );
  });

  it('says why it cannot apply', () => {
    const reasons = [
      `describe('x', () => { it('a', () => { tr▮ack(1); }); });`,
      `describe('x', () => { const server = createS▮erver(); it('a', () => track(server)); });`,
      `describe('x', () => { it('a', () => { const db = new Data▮base('x'); db.close(); }); });`,
      `describe('x', () => { it('a', () => { using db = new Data▮base('x'); db.exec(''); }); });`,
      `const open = () => new Data▮base('x'); describe('x', () => { it('a', () => { open(); }); });`,
      `describe('x', () => { it('a', () => run(() => { const db = new Data▮base('x'); db.exec(''); })); });`,
      `describe('x', () => { it('a', () => { const db = new Data▮base('x'); db.exec(''); );`,
      `describe('x', () => { it('a', () => { this.db = new Data▮base('x'); for (;;) this.db = 1; }); });`,
    ].flatMap(offered);
    assert.deepEqual(reasons, [
      'Release it in a teardown hook: Put the cursor on a call that opens a database, starts a server that listens, a child process or an interval, or makes a temporary directory.',
      'Release it in a teardown hook: Put the cursor on a call that opens a database, starts a server that listens, a child process or an interval, or makes a temporary directory.',
      'Close `db` in `afterEach`: It is closed already: line 4.',
      'Close `db` in `afterEach`: `using` releases it already.',
      'Close the database in `afterEach`: A function returns the database to its callers. Put the cursor on a call of that function.',
      'Release it in a teardown hook: Nobody can see from this file which hook or test runs this call.',
      'Close `db` in `afterEach`: The file has syntax errors. Repair them first.',
      'Close the database in `afterEach`: possible',
    ]);
  });

  it('is offered in test files only', () => {
    assert.deepEqual(offered(`const db = new Data▮base('x'); db.exec('');`), []);
  });
});
