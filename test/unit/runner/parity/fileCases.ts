import { boom, file, type ParityCase } from './parityCase.ts';

const typed = `const two: number = 2; it('types', () => { if (two as number !== 2) ${boom} }); it('fails', (): void => { ${boom} });`;
const esm = `import assert from 'node:assert/strict'; import { readFileSync } from 'node:fs';\n`;
const cjs = `const assert = require('node:assert/strict'); const { readFileSync } = require('node:fs');\n`;
const checks = `it('imports', () => { assert.ok(readFileSync); });`;
const json = (value: unknown): string => JSON.stringify(value);

export const fileCases: readonly ParityCase[] = [
  {
    name: '.ts in a package of modules',
    files: { 'package.json': json({ type: 'module' }), 'a.test.ts': esm + typed + checks },
    states: 'PFP',
  },
  {
    name: '.ts in a CommonJS package',
    files: { 'package.json': json({ type: 'commonjs' }), 'a.test.ts': cjs + typed + checks },
    states: 'PFP',
  },
  {
    name: '.ts of either kind in a package of none',
    files: { 'package.json': '{}', 'a.test.ts': esm + typed + checks, 'b.test.ts': cjs + typed + checks },
    states: 'PFPPFP',
  },
  {
    name: '.mts and .cts',
    files: { 'a.test.mts': esm + typed + checks, 'b.test.cts': cjs + typed + checks },
    states: 'PFPPFP',
  },
  {
    name: '.js of both kinds',
    files: {
      'm/package.json': json({ type: 'module' }),
      'm/a.test.js': esm + checks,
      'c/package.json': json({ type: 'commonjs' }),
      'c/b.test.js': cjs + checks,
    },
    states: 'PP',
  },
  { name: '.mjs and .cjs', files: { 'a.test.mjs': esm + checks, 'b.test.cjs': cjs + checks }, states: 'PP' },
  {
    name: 'files of one kind import the other',
    files: {
      'package.json': json({ type: 'module' }),
      'one.ts': `export const one: number = 1; export default 'd';`,
      'two.cts': `const two: number = 2; module.exports = { two };`,
      'a.test.ts': `import d, { one } from './one.ts'; import { two } from './two.cts'; it('a', () => { if (one + two !== 3 || d !== 'd') ${boom} }); it('b', async () => { const { one } = await import('./one.ts'); if (one !== 1) ${boom} });`,
      'b.test.cts': `const { one } = require('./one.ts'); const { two } = require('./two.cts'); it('c', () => { if (one + two !== 3) ${boom} });`,
    },
    states: 'PPP',
  },
  {
    name: 'a top-level await',
    files: {
      'a.test.mjs': `const wait = await Promise.resolve(1); it('a', () => { if (wait !== 1) ${boom} });`,
    },
    states: 'P',
  },
  {
    name: 'a describe that throws',
    files: file(`it('a', () => {}); describe('bad', () => { it('b', () => {}); ${boom} });`),
    states: 'EE',
    alone: true,
  },
  { name: 'a file that throws', files: file(`it('a', () => {}); ${boom}`), states: 'E', alone: true },
  { name: 'a file with broken syntax', files: file(`it('a', () => {`), states: '', alone: true },
  {
    name: 'one file of several that throws in a describe',
    files: {
      'a.test.cjs': `beforeEach(() => { ${boom} }); describe('bad', () => { it('a', () => {}); ${boom} });`,
      'b.test.cjs': `it('b', () => {}); describe('x', () => { it('c', () => {}); });`,
    },
    states: 'PPE',
    alone: true,
    differs: { mocha: 'EEE', why: 'mocha runs nothing at all; the other files are worth their verdicts' },
  },
  {
    name: '.mocharc.json: timeout and retries',
    files: {
      '.mocharc.json': `{ /* a comment */ "timeout": "60ms", "retries": 1 }`,
      'a.test.cjs': `let tries = 0; it('second', () => { tries += 1; if (tries < 2) ${boom} }); it('slow', () => new Promise((r) => setTimeout(r, 150)));`,
    },
    states: 'PF',
    alone: true,
  },
  {
    name: '.mocharc.yml: bail',
    files: {
      '.mocharc.yml': `bail: true\n`,
      'a.test.cjs': `it('a', () => {}); it('b', () => { ${boom} }); it('c', () => {}); describe('d', () => { it('e', () => {}); });`,
    },
    states: 'PFEE',
    alone: true,
  },
  {
    name: '.mocharc.cjs: forbid-pending',
    files: {
      '.mocharc.cjs': `module.exports = { 'forbid-pending': true };`,
      'a.test.cjs': `it('a'); it('b', function () { this.skip(); }); it('c', () => {});`,
    },
    states: 'FFP',
    alone: true,
  },
  {
    name: 'forbid-only',
    files: {
      '.mocharc.json': json({ forbidOnly: true }),
      'a.test.cjs': `it('a', () => {}); it.only('b', () => {});`,
    },
    states: 'EE',
    alone: true,
  },
  {
    name: 'require with root hooks in a module and in TypeScript',
    files: {
      '.mocharc.json': json({ require: ['./hooks.mjs', './more.ts'] }),
      'hooks.mjs': `export const mochaHooks = () => ({ beforeAll() { globalThis.fixture = 1; }, beforeEach: [function () { if (this.currentTest.title === 'b') ${boom} }] });`,
      'more.ts': `export const mochaHooks: object = { async beforeEach(): Promise<void> { globalThis.fixture += 1; } };`,
      'a.test.cjs': `it('a', () => { if (globalThis.fixture !== 2) ${boom} }); it('b', () => {}); it('c', () => {});`,
    },
    states: 'PEE',
    alone: true,
  },
  {
    name: 'require with global fixtures',
    files: {
      '.mocharc.json': json({ require: './fixtures.cjs' }),
      'fixtures.cjs': `exports.mochaGlobalSetup = async function () { this.value = 1; globalThis.ready = true; }; exports.mochaGlobalTeardown = function () { if (this.value !== 1) ${boom} };`,
      'a.test.cjs': `it('a', () => { if (!globalThis.ready) ${boom} });`,
    },
    states: 'P',
    alone: true,
  },
  {
    name: 'a global setup that fails',
    files: {
      '.mocharc.json': json({ require: './fixtures.cjs' }),
      'fixtures.cjs': `exports.mochaGlobalSetup = async () => { ${boom} };`,
      'a.test.cjs': `it('a', () => {});`,
    },
    states: 'E',
    alone: true,
  },
  {
    name: 'a required file that fails',
    files: {
      '.mocharc.json': json({ require: './bad.cjs' }),
      'bad.cjs': boom,
      'a.test.cjs': `it('a', () => {});`,
    },
    states: '',
    alone: true,
  },
  {
    name: 'options that cannot be read',
    files: { '.mocharc.json': `{ "timeout": `, 'a.test.cjs': `it('a', () => {});` },
    states: '',
    alone: true,
  },
  {
    name: 'spec gives the order, and file goes first',
    files: {
      '.mocharc.json': json({ spec: ['./b.test.cjs', './a.test.cjs'], file: ['./first.cjs'] }),
      'first.cjs': `globalThis.order = ['first']; beforeEach(() => { globalThis.order.push('hook'); });`,
      'a.test.cjs': `it('a', () => { if (globalThis.order.join() !== 'first,hook,b,hook') throw new Error(globalThis.order.join()); });`,
      'b.test.cjs': `it('b', () => { globalThis.order.push('b'); });`,
    },
    states: 'PP',
    alone: true,
  },
  {
    name: 'delay',
    files: {
      '.mocharc.json': json({ delay: true }),
      'a.test.cjs': `setTimeout(() => { describe('late', () => { it('a', () => {}); it('b', () => { ${boom} }); }); run(); }, 30);`,
    },
    states: 'PF',
    alone: true,
  },
  {
    name: 'check-leaks',
    files: {
      '.mocharc.json': json({ checkLeaks: true }),
      'a.test.cjs': `it('a', () => { globalThis.leaked = 1; }); it('b', () => {});`,
    },
    states: 'FP',
    alone: true,
  },
  {
    name: 'async-only',
    files: {
      '.mocharc.json': json({ asyncOnly: true }),
      'a.test.cjs': `it('a', () => {}); it('b', async () => {});`,
    },
    states: 'FP',
    alone: true,
  },
  {
    name: 'grep',
    files: { '.mocharc.json': json({ grep: 'b$' }), 'a.test.cjs': `it('a', () => {}); it('b', () => {});` },
    states: 'EP',
    alone: true,
  },
  {
    name: 'another interface, in package.json',
    files: {
      'package.json': json({ mocha: { ui: 'tdd' } }),
      'a.test.cjs': `suite('s', () => { setup(() => {}); test('a', () => {}); test('b', () => { ${boom} }); test.skip('c', () => {}); });`,
    },
    states: 'PFS',
    alone: true,
  },
  {
    name: 'dry-run',
    files: {
      '.mocharc.json': json({ dryRun: true }),
      'a.test.cjs': `it('a', () => {}); it('b', () => { ${boom} });`,
    },
    states: 'PF',
    alone: true,
    differs: { mocha: 'PP', why: 'mocha calls passed what it did not run' },
  },
];
