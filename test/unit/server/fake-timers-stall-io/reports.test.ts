import assert from 'node:assert/strict';
import { fakeOnlyDate } from '../../../../src/server/actions/fakeOnlyDate.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';
import { fakeTimersStallIo } from '../../../../src/server/rules/fakeTimersStallIo.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import sinon from 'sinon';
import request from 'supertest';
import { mock } from 'node:test';
import http from 'node:http';
import { app } from '../src/app.ts';
`;

const reported: Readonly<Record<string, string>> = {
  'a clock of a hook': `describe('x', () => { let clock;
  beforeEach(() => {
    clock = sinon.useFakeTimers(); // ←
  });
  afterEach(() => clock.restore());
  it('a', async () => { await fetch('http://a.test/'); });
});`,
  'a clock of the test, with a time': `it('a', async () => {
  const clock = sinon.useFakeTimers(new Date(0)); // ←
  try { await request(app).get('/'); } finally { clock.restore(); }
});
it('b', async () => {
  sinon.useFakeTimers({ now: 5 }); // ←
  const response = await fetch('http://a.test/');
});`,
  'what HTTP needs, by name': `it('a', async () => {
  sinon.useFakeTimers({ toFake: ['nextTick', 'Date'] }); // ←
  await fetch('http://a.test/');
});`,
  'the library under sinon, and other clients': `import FakeTimers from '@sinonjs/fake-timers';
import axios from 'axios';
before(() => { FakeTimers.install(); }); // ←
it('a', () => axios.get('http://a.test/'));
it('b', () => { return axios.post('http://a.test/'); });`,
  'the clock of Node, with a server that answers by a timer': `const server = http.createServer((request, response) => { setTimeout(() => response.end(), 5); });
it('a', async () => {
  mock.timers.enable({ apis: ['setTimeout'] }); // ←
  await fetch('http://127.0.0.1/');
});`,
};

const silent: Readonly<Record<string, string>> = {
  'only the date': `beforeEach(() => { sinon.useFakeTimers({ toFake: ['Date'] }); });
it('a', async () => { await fetch('http://a.test/'); });`,
  'timers without what HTTP needs': `beforeEach(() => { sinon.useFakeTimers({ now: 1, toFake: ['setTimeout', 'setImmediate', 'Date'] }); });
it('a', async () => { await fetch('http://a.test/'); });`,
  'a clock that moves by itself': `beforeEach(() => { sinon.useFakeTimers({ now: 1, shouldAdvanceTime: true }); });
it('a', async () => { await fetch('http://a.test/'); });`,
  'options nobody can read here': `import { options } from './clock.ts';
beforeEach(() => { sinon.useFakeTimers(options); });
it('a', async () => { await fetch('http://a.test/'); });
it('b', async () => { sinon.useFakeTimers({ ...options }); await fetch('http://a.test/'); });
it('c', async () => { sinon.useFakeTimers({ toNotFake: ['nextTick'] }); await fetch('http://a.test/'); });
it('d', async () => { sinon.useFakeTimers(0, 'Date'); await fetch('http://a.test/'); });`,
  'a test that moves the clock on': `beforeEach(function () { this.clock = sinon.useFakeTimers(); });
it('a', async function () { await Promise.all([fetch('http://a.test/'), this.clock.tickAsync(5)]); });`,
  'a test that gives the real clock back first': `it('a', async () => {
  const clock = sinon.useFakeTimers(); later(); clock.restore();
  await fetch('http://a.test/');
});`,
  'a call before the clock': `it('a', async () => { await fetch('http://a.test/'); sinon.useFakeTimers(); });`,
  'a call nobody waits for': `it('a', () => { sinon.useFakeTimers(); fetch('http://a.test/'); });`,
  'tests that ask nobody': `beforeEach(() => { sinon.useFakeTimers(); });
it('a', async () => { await import('../src/app.ts'); });`,
  'a test elsewhere': `describe('x', () => { before(() => { sinon.useFakeTimers(); }); it('a', () => {}); });
describe('y', () => { it('b', async () => { await fetch('http://a.test/'); }); });`,
  'a double of the call': `it('a', async () => { const fetch = sinon.fake.resolves(1); sinon.useFakeTimers(); await fetch('x'); });`,
  // Measured: the clock of Node leaves `nextTick` alone, so calls go through.
  'the clock of Node, with a server that answers at once': `const server = http.createServer((request, response) => { response.end(); });
it('a', async () => { mock.timers.enable(); await fetch('http://127.0.0.1/'); });`,
  'another library': `import { useFakeTimers } from './clock.ts';
it('a', async () => { useFakeTimers(); vi.useFakeTimers(); await fetch('http://a.test/'); });`,
};

/** sinon's own edits: what is in the brackets of the call, before and after. */
const edits: Readonly<Record<string, string>> = {
  '': "{ toFake: ['Date'] }",
  '{}': "{ toFake: ['Date'] }",
  'new Date(2030, 0, 1)': "{ now: new Date(2030, 0, 1), toFake: ['Date'] }",
  '{ now: 5 }': "{ now: 5, toFake: ['Date'] }",
  "{ toFake: ['Date', 'nextTick'], now: 5 }": "{ toFake: ['Date'], now: 5 }",
};

function fix(options: string, more = ''): string {
  const text = `${head}it('a', async () => { sinon.useFakeTimers(${options}); await fetch('x'); });${more}`;
  const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
  const [finding] = findingsOf(fakeTimersStallIo, file);
  assert.ok(finding, 'Nothing is reported.');
  const [offer] = fakeOnlyDate.offers(file, finding);
  assert.ok(offer !== undefined && !offer.preferred);
  const edit = offer.edit();
  if (!edit.possible) return edit.reason;
  return /useFakeTimers\((.*)\); await/.exec(applyChanges(text, edit.changes))?.[1] ?? '';
}

describe('fake-timers-stall-io', () => {
  describe('reports', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => assertReported('fake-timers-stall-io', head + text));
    }
  });

  describe('is silent about', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => assertReported('fake-timers-stall-io', head + text));
    }
  });

  describe('leaves only the date faked', () => {
    for (const [before, after] of Object.entries(edits)) {
      it(`in useFakeTimers(${before})`, () => assert.equal(fix(before), after));
    }

    it('but not where a test moves the clock on', () => {
      assert.match(fix('', `\nit('b', () => { clock.tick(5); });`), /Line 7 moves the clock on/);
    });
  });
});
