import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { acquiredAround } from '../edits/fixtureInsertion.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { importNames } from '../edits/namedImports.ts';
import type { NeededName } from '../edits/namedImports.ts';
import { end, freeName } from '../edits/statementInsertion.ts';
import { fixtureAction } from './fixtureAction.ts';

const program = 'src/main.js';

/** Starts a program once for a suite, and ends it and waits for its end. */
export const insertChildProcessFixture = fixtureAction({
  id: 'insert-child-process-fixture',
  title: 'Insert a fixture for a child process',
  offer: 'Insert child process fixture',
  kind: 'child-process-fixture',
  build(file, { suite, block }) {
    const known = acquiredAround(file, suite, (node) => startsProcess(file, node));
    if (known !== undefined) {
      return { reason: `The suite starts a process already: line ${lineNumber(file.text, known.start)}.` };
    }
    const child = freeName(file, block, ['child', 'childProcess', 'program']);
    if (child === undefined)
      return { reason: 'The names `child`, `childProcess` and `program` are all taken in this suite.' };
    const { indent, quote, typescript } = file.style;
    const values: readonly NeededName[] = [
      { module: 'node:child_process', name: 'spawn' },
      { module: 'node:events', name: 'once' },
    ];
    const types: readonly NeededName[] = [{ module: 'node:child_process', name: 'ChildProcess', type: true }];
    const imports = importNames(file, block, typescript ? [...values, ...types] : values);
    if ('reason' in imports) return imports;
    const [spawn, once, type = ''] = imports.written;
    const mark = end(file);
    return {
      declarations: [`let ${child}${typescript ? `: ${type}` : ''}`],
      setup: {
        kind: 'before',
        statements: [
          `${child} = ${spawn}(process.execPath, [${quote}${program}${quote}], { stdio: ${quote}inherit${quote} })`,
          `await ${once}(${child}, ${quote}spawn${quote})`,
        ],
        async: true,
      },
      teardown: {
        kind: 'after',
        statements: [
          [
            `if (${child}?.exitCode === null && ${child}.signalCode === null) {`,
            `${indent}const exited = ${once}(${child}, ${quote}exit${quote})${mark}`,
            `${indent}${child}.kill()${mark}`,
            `${indent}await exited${mark}`,
            '}',
          ].join('\n'),
        ],
        async: true,
      },
      imports: imports.changes,
      stops: [{ number: 1, placeholder: program, behind: `[${quote}` }],
    };
  },
});

function startsProcess(file: TestFile, node: SyntaxNode): boolean {
  if (node.kind !== 'Call') return false;
  const origin = file.bindings.origin(node.callee);
  return origin?.module === 'child_process' && /^(spawn|fork|exec|execFile)$/.test(origin.path.at(-1) ?? '');
}
