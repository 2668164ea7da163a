import { boom, file, type ParityCase } from './parityCase.ts';

const inner = `describe('inner', () => { it('c', () => {}); it('d', () => {}); });`;
const suite = (hook: string): string =>
  `describe('outer', () => { ${hook} it('a', () => {}); it('b', () => {}); ${inner} }); describe('next', () => { it('e', () => {}); });`;

export const hookCases: readonly ParityCase[] = [
  { name: 'before of a suite fails', files: file(suite(`before(() => { ${boom} });`)), states: 'EEEEP' },
  {
    name: 'beforeEach of a suite fails',
    files: file(suite(`beforeEach(() => { ${boom} });`)),
    states: 'EEEEP',
  },
  { name: 'after of a suite fails', files: file(suite(`after(() => { ${boom} });`)), states: 'PPPPP' },
  {
    name: 'afterEach of a suite fails',
    files: file(suite(`afterEach(() => { ${boom} });`)),
    states: 'EEEEP',
  },
  {
    name: 'hooks of a nested suite fail',
    files: file(
      ['before', 'beforeEach', 'after', 'afterEach']
        .map(
          (hook) =>
            `describe('${hook}', () => { it('a', () => {}); describe('inner', () => { ${hook}(() => { ${boom} }); it('b', () => {}); it('c', () => {}); }); describe('sibling', () => { it('d', () => {}); }); });`,
        )
        .join('\n'),
    ),
    states: 'PEEPPEEPPPPPPEEP',
  },
  {
    name: 'a root before fails',
    files: file(`before(() => { ${boom} }); ${suite('')}`),
    states: 'EEEEE',
    alone: true,
  },
  {
    name: 'a root beforeEach fails',
    files: file(`beforeEach(() => { ${boom} }); ${suite('')}`),
    states: 'EEEEE',
    alone: true,
  },
  {
    name: 'a root after fails',
    files: file(`after(() => { ${boom} }); ${suite('')}`),
    states: 'PPPPP',
    alone: true,
  },
  {
    name: 'a root afterEach fails',
    files: file(`afterEach(() => { ${boom} }); ${suite('')}`),
    states: 'EEEEE',
    alone: true,
  },
  {
    name: 'a hook fails for the second test only',
    files: file(suite(`beforeEach(function () { if (this.currentTest.title === 'b') ${boom} });`)),
    states: 'PEEEP',
  },
  {
    name: 'afterEach fails after a test that failed',
    files: file(
      `describe('outer', () => { afterEach(() => { ${boom} }); it('a', () => { ${boom} }); it('b', () => {}); });`,
    ),
    states: 'FE',
  },
  {
    name: 'hooks are asynchronous, and late',
    files: file(`describe('outer', () => {
      before((done) => setTimeout(done, 10));
      beforeEach(async () => { await null; });
      describe('rejects', () => { before(async () => { ${boom} }); it('a', () => {}); });
      describe('calls back', () => { before((done) => done(new Error('boom'))); it('b', () => {}); });
      describe('never', () => { before(function (done) { this.timeout(30); }); it('c', () => {}); });
      it('d', () => {});
    });`),
    states: 'PEEE',
  },
  {
    name: 'this.skip() in hooks',
    files: file(`
      describe('before', () => { before(function () { this.skip(); }); it('a', () => {}); describe('inner', () => { it('b', () => {}); }); });
      describe('beforeEach', () => { beforeEach(function () { if (this.currentTest.title === 'c') this.skip(); }); it('c', () => {}); it('d', () => {}); });
      describe('afterEach', () => { afterEach(function () { this.skip(); }); it('e', () => {}); });
      describe('after', () => { after(function () { this.skip(); }); it('f', () => {}); });`),
    states: 'SSSPPP',
  },
  {
    name: 'a hook calls back twice',
    files: file(
      `describe('twice', () => { before((done) => { done(); done(); }); it('a', () => {}); it('b', () => {}); });`,
    ),
    states: 'PP',
  },
  {
    name: 'root hooks hold for all files',
    files: {
      'a.test.cjs': `beforeEach(() => { globalThis.count = (globalThis.count ?? 0) + 1; }); it('a', () => {});`,
      'b.test.cjs': `it('b', () => { if (globalThis.count !== 2) ${boom} });`,
    },
    states: 'PP',
    alone: true,
  },
];
