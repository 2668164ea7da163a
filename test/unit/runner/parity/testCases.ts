import { boom, file, later, type ParityCase } from './parityCase.ts';

export const testCases: readonly ParityCase[] = [
  {
    name: 'asynchronous forms',
    files: file(`describe('forms', () => {
      it('promise', () => Promise.resolve());
      it('promise rejected', () => Promise.reject(new Error('boom')));
      it('promise rejected with nothing', () => Promise.reject());
      it('async', async () => { await ${later}; });
      it('async throws', async () => { ${boom} });
      it('thenable', () => ({ then: (done) => done() }));
      it('callback', (done) => setTimeout(done, 5));
      it('callback with an error', (done) => done(new Error('boom')));
      it('callback with text', (done) => done('boom'));
      it('callback with an object', (done) => done({ boom: true }));
      it('both', (done) => { setTimeout(done, 5); return Promise.resolve(); });
      it('callback throws', (done) => { ${boom} });
    });`),
    states: 'PFFPFPPFFFFF',
  },
  {
    name: 'a test calls back twice',
    files: file(`describe('twice', () => {
      it('at once', (done) => { done(); done(); });
      it('with an error', (done) => { done(); done(new Error('boom')); });
      it('after', () => ${later});
    });`),
    states: 'FFP',
  },
  {
    name: 'what is thrown is no error',
    files: file(
      [
        'null',
        'undefined',
        '0',
        `'text'`,
        '{ message: 7 }',
        'Object.create(null)',
        `Object.freeze(new Error('ice'))`,
        'Symbol(1)',
      ]
        .map((value, index) => `it('throws ${index}', () => { throw ${value}; });`)
        .join('\n'),
    ),
    states: 'FFFFFFFF',
  },
  {
    name: 'skipped and without a body',
    files: file(`it('no body'); it.skip('skipped', () => {}); xit('x', () => {}); xspecify('xs', () => {});
      describe.skip('suite', () => { it('a', () => {}); describe('inner', () => { it('b', () => {}); }); });
      xdescribe('x', () => { it('c', () => {}); }); describe('skips', () => {
        it('itself', function () { this.skip(); }); it('late', async function () { await null; this.skip(); });
        it('with a callback', function (done) { setTimeout(() => { this.skip(); }, 5); });
      });`),
    states: 'SSSSSSSSSS',
  },
  {
    name: 'aliases',
    files: file(
      `context('context', () => { specify('specify', () => {}); specify('fails', () => { ${boom} }); }); xcontext('x', () => { it('a', () => {}); });`,
    ),
    states: 'PFS',
  },
  {
    name: 'titles that occur more than once',
    files:
      file(`describe('twins', () => { it('same', () => {}); it('same', () => { ${boom} }); it('same', () => {}); });
      describe('twins', () => { it('same', () => { ${boom} }); });`),
    states: 'PFPF',
  },
  {
    name: 'titles of all kinds',
    files: file(
      `describe('', () => { it('', () => {}); }); describe('a "quoted" › one', () => { it('with ] and \\\\n and é 💡', () => {}); });`,
    ),
    states: 'PP',
  },
  {
    name: 'tests made by loops',
    files: file(`for (const n of [1, 2, 3]) it('is odd: ' + n, () => { if (n % 2 === 0) ${boom} });
      for (const name of ['x', 'y']) describe(name, () => { for (const n of [1, 2]) it(String(n), () => {}); });`),
    states: 'PFPPPPP',
  },
  {
    name: 'empty suites',
    files: file(
      `describe('empty', () => { before(() => { ${boom} }); }); describe('outer', () => { describe('empty', () => {}); it('a', () => {}); });`,
    ),
    states: 'P',
  },
  {
    name: 'deeply nested',
    files: file(
      `describe('1', () => { describe('2', () => { describe('3', () => { describe('4', () => { it('a', () => { ${boom} }); }); it('b', () => {}); }); }); it('c', () => {}); });`,
    ),
    states: 'PPF',
  },
  {
    name: 'retries',
    files: file(`describe('retries', function () { this.retries(2); let tries = 0, hooks = 0;
      beforeEach(() => { hooks += 1; });
      it('third time', () => { tries += 1; if (tries < 3) ${boom} });
      it('never', () => { ${boom} });
      it('own', function () { this.retries(0); ${boom} });
      it('hooks ran', () => { if (hooks !== 8) throw new Error(String(hooks)); });
      it('late', async function () { this.retries(1); await ${later}; tries += 1; if (tries < 5) ${boom} });
    });`),
    states: 'PFFPP',
  },
  {
    name: 'a hook fails while a test is tried again',
    files: file(`describe('retries', function () { this.retries(1); let tries = 0;
      beforeEach(() => { tries += 1; if (tries === 2) ${boom} });
      it('a', () => { ${boom} }); it('b', () => {}); });`),
    states: 'EE',
  },
  {
    name: 'timeouts',
    files: file(`describe('timeouts', function () { this.timeout(40);
      it('too slow', () => new Promise((r) => setTimeout(r, 120)));
      it('callback too slow', (done) => { setTimeout(done, 120); });
      it('own', function () { this.timeout(500); return new Promise((r) => setTimeout(r, 80)); });
      it('chained', () => new Promise((r) => setTimeout(r, 80))).timeout(500);
      it('none', function () { this.timeout(0); return new Promise((r) => setTimeout(r, 80)); });
      it('blocks', () => { const end = Date.now() + 80; while (Date.now() < end); });
      it('never', () => new Promise(() => {}));
    });`),
    states: 'FFPPPFF',
  },
  {
    name: 'suites and tests made while a test runs',
    files: file(
      `describe('outer', () => { it('a', () => { describe('made', () => { it('late', () => {}); it('late and bad', () => { ${boom} }); }); it('lost', () => {}); }); });`,
    ),
    states: 'PPF',
    alone: true,
  },
  {
    name: 'an error in a later tick of a running test',
    files: file(
      `describe('ticks', () => { it('a', (done) => { setTimeout(() => { ${boom} }, 5); }); it('b', () => {}); it('c', async () => { process.nextTick(() => { ${boom} }); await ${later}; }); it('d', () => {}); });`,
    ),
    states: 'FPFP',
    alone: true,
  },
  {
    name: 'an error after its test has passed',
    files: file(
      `it('a', () => { setTimeout(() => { ${boom} }, 100); }); it('b', () => new Promise((r) => setTimeout(r, 300))); it('c', () => {});`,
    ),
    states: 'PFP',
    alone: true,
  },
  {
    name: 'an error at once after its test has passed',
    files: file(
      `it('a', () => { Promise.resolve().then(() => process.nextTick(() => { ${boom} })); }); it('b', () => {}); it('c', () => {});`,
    ),
    states: 'FEE',
    alone: true,
  },
  {
    name: 'a rejection that nobody handles',
    files: file(
      `it('a', async () => { Promise.reject(new Error('boom')); await ${later}; }); it('b', () => {});`,
    ),
    states: 'FP',
    alone: true,
    differs: { mocha: 'PP', why: 'mocha 12 swallows it, so a forgotten await would let a test pass' },
  },
  {
    name: 'a rejection that is handled late',
    files: file(
      `it('a', async () => { const p = Promise.reject(new Error('boom')); p.catch(() => {}); await ${later}; }); it('b', () => {});`,
    ),
    states: 'PP',
  },
  {
    name: 'it.only',
    files: file(
      `describe('outer', () => { it('a', () => {}); it.only('b', () => {}); describe('inner', () => { it('c', () => {}); }); }); it('d', () => {});`,
    ),
    states: 'EEPE',
    alone: true,
  },
  {
    name: 'describe.only',
    files: file(
      `describe('outer', () => { it('a', () => {}); describe.only('inner', () => { it('b', () => {}); it('c', () => { ${boom} }); }); }); it('d', () => {});`,
    ),
    states: 'EEPF',
    alone: true,
  },
  {
    name: '.only within .only, and across files',
    files: {
      'a.test.cjs': `describe.only('outer', () => { it('a', () => {}); it.only('b', () => {}); describe('inner', () => { it('c', () => {}); }); });`,
      'b.test.cjs': `it('d', () => {}); context.only('other', () => { specify.only('e', () => {}); it.skip('f', () => {}); });`,
    },
    states: 'EEPEPE',
    alone: true,
  },
];
