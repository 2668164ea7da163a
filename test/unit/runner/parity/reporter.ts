import { appendFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { testKey } from '../../../../src/protocol/testIdentity.ts';

const keys = new Map<object, string>();
const ordinals = new Map<string, number>();

/** Tests are told apart as the runner does it: by file, titles and ordinal. */
function keyOf(test: Mocha.Test): string {
  const retried: unknown = Reflect.get(test, '_retriedTest');
  // mocha's own field: the test that a retry is a copy of.
  const original = typeof retried === 'object' && retried !== null ? (retried as Mocha.Test) : test;
  const known = keys.get(original);
  if (known !== undefined) return known;
  const file = relative(process.cwd(), original.file ?? '')
    .split(sep)
    .join('/');
  const path = original.titlePath();
  const name = JSON.stringify([file, path]);
  const ordinal = ordinals.get(name) ?? 0;
  ordinals.set(name, ordinal + 1);
  const key = testKey({ file, path, ordinal });
  keys.set(original, key);
  return key;
}

/**
 * A mocha reporter that appends each verdict as a JSON line to the file in ITLAB_PARITY_EVENTS, at once, so that a
 * crash loses none.
 */
function report(runner: Mocha.Runner): void {
  const events = process.env['ITLAB_PARITY_EVENTS'] ?? '';
  const tell = (verdict: string, key: string): void => {
    appendFileSync(events, `${JSON.stringify({ verdict, key })}\n`);
  };
  runner.once('start', () => {
    runner.suite.eachTest((test) => void keyOf(test));
  });
  runner.on('pass', (test) => tell('passed', keyOf(test)));
  runner.on('pending', (test) => tell('pending', keyOf(test)));
  runner.on('fail', (runnable) => {
    const type: unknown = Reflect.get(runnable, 'type');
    if (type === 'test') tell('failed', keyOf(runnable));
    else if (type === 'hook') {
      const each = /^"(before|after) each"/.test(runnable.title);
      const current = each ? runnable.ctx?.currentTest : undefined;
      tell('hook', current ? keyOf(current) : '');
    } else tell('uncaught', '');
  });
}

// Mocha requires its reporters, and takes what it gets for a constructor.
export { report as 'module.exports' };
