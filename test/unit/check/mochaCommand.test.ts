import assert from 'node:assert/strict';
import { findMochaCommand } from '../../../src/course/check/mochaCommand.ts';

describe('findMochaCommand', () => {
  const cases: [string, Record<string, string>, string | null, string[], Record<string, string>?][] = [
    ['has no script', {}, null, []],
    [
      'takes the options of test',
      { test: 'mocha -r ./a.js "test/**/*.js"' },
      'test',
      ['-r', './a.js', 'test/**/*.js'],
    ],
    [
      'leaves out what a check decides itself',
      { test: 'mocha --parallel -j 2 --reporter=spec -R dot --watch --bail --exit test' },
      'test',
      ['--exit', 'test'],
    ],
    [
      'sets variables, whoever sets them in the script',
      { test: "cross-env NODE_ENV=test TZ='UTC' nyc --silent mocha spec" },
      'test',
      ['spec'],
      { NODE_ENV: 'test', TZ: 'UTC' },
    ],
    [
      'follows scripts that run scripts',
      {
        a: 'mocha other',
        test: 'run-s lint test:unit',
        lint: 'eslint .',
        'test:unit': './node_modules/.bin/mocha u',
      },
      'test:unit',
      ['u'],
    ],
    [
      'looks behind other commands, and not behind mocha',
      { test: 'tsc && mocha a && echo mocha b' },
      'test',
      ['a'],
    ],
    ['leaves out what only a shell can fill in', { test: 'mocha $EXTRA "$(pwd)/x" test' }, 'test', ['test']],
    ['falls back to another name', { build: 'tsc', specs: '_mocha spec' }, 'specs', ['spec']],
    [
      'knows mocha by the file that is started',
      { test: 'node ./node_modules/mocha/bin/mocha.js t' },
      'test',
      ['t'],
    ],
    [
      'does not take a package of another name for it',
      { test: 'mocha-parallel x', lint: 'eslint --plugin mocha.x' },
      null,
      [],
    ],
    ['does not run in circles', { test: 'npm run check', check: 'npm run test' }, null, []],
  ];
  for (const [title, scripts, script, args, env = {}] of cases) {
    it(title, () => assert.deepEqual(findMochaCommand(scripts, 'linux'), { script, args, env }));
  }

  const onWindows: [string, string, string[], Record<string, string>?][] = [
    ['paths', 'node_modules\\.bin\\mocha.cmd test\\**\\*.js', ['test\\**\\*.js']],
    ['quoted paths', 'mocha "test\\my specs\\*.js" \\"x\\"', ['test\\my specs\\*.js', '"x"']],
    ['single quotes, as scripts for all systems have them', "mocha 'test/**/*.js'", ['test/**/*.js']],
    [
      'variables that are set in front',
      'set NODE_ENV=test&& SET "TZ=UTC" & mocha a',
      ['a'],
      { NODE_ENV: 'test', TZ: 'UTC' },
    ],
    ['variables that are filled in', 'mocha %EXTRA% "%CD%\\x" 100% $HOME test', ['100%', '$HOME', 'test']],
  ];
  for (const [title, test, args, env = {}] of onWindows) {
    it(`takes from a script for Windows: ${title}`, () =>
      assert.deepEqual(findMochaCommand({ test }, 'win32'), { script: 'test', args, env }));
  }

  it('leaves a backslash its meaning elsewhere', () => {
    assert.deepEqual(findMochaCommand({ test: 'mocha a\\ b "\\$x"' }, 'darwin').args, ['a b']);
  });
});
