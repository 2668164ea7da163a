import { basename, join, dirname } from 'node:path';
import type { Span } from '../analysis/syntax.ts';
import type { FileStyle } from '../analysis/style.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { requireInMochaSettings } from '../edits/mochaRequire.ts';
import { impossible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { touches } from './action.ts';
import type { Action } from './action.ts';

/**
 * Writes a file of root hooks that fails the run when a rejection was handled by nobody, and lets `.mocharc` require
 * it. Offered on the titles of suites and tests: it is about all of them, and would be in the way elsewhere.
 */
export const rejectionGuard: Action = {
  id: 'rejection-guard',
  title: 'Fail the run when a rejected promise is handled by nobody',
  kind: 'refactor.rewrite.rejection-guard',
  rule: undefined,
  offers(file, selection) {
    const heads = [...file.mocha.suites, ...file.mocha.tests].map(({ call }): Span => {
      const title = call.args[0] ?? call.callee;
      return { start: call.start, end: title.end };
    });
    if (!heads.some((head) => touches(head, selection))) return [];
    return [
      {
        title: rejectionGuard.title,
        key: 'rejection-guard',
        preferred: false,
        finding: undefined,
        edit: () => guard(file),
      },
    ];
  },
};

function guard(file: TestFile): Edit {
  const { mochaSettings: settings, setupText = '', version } = file.project;
  if (settings === undefined) {
    return impossible(
      'The project has no `.mocharc` that could require the guard. Create one, such as `{}` in `.mocharc.json`.',
    );
  }
  const name = basename(settings.path);
  if (/unhandled-?rejection/i.test(setupText + settings.text)) {
    return impossible(`What \`${name}\` sets up looks after unhandled rejections already.`);
  }
  const mocha = version?.('mocha');
  if (mocha !== undefined && Number.parseInt(mocha, 10) < 8) {
    return impossible(`mocha ${mocha} has no root hooks in required files. They came with mocha 8.`);
  }
  // Both run in any project, whatever its package.json says and whatever loads its TypeScript.
  const guardName = `rejection-guard.${file.style.modules === 'esm' ? 'mjs' : 'cjs'}`;
  if (settings.hasNeighbour(guardName)) return impossible(`There is a file \`${guardName}\` already.`);
  const changes = requireInMochaSettings(name, settings.text, `./${guardName}`, file.parse);
  if ('reason' in changes) return impossible(changes.reason);
  const { path, text, version: settingsVersion } = settings;
  return {
    possible: true,
    changes: [],
    besides: [
      { kind: 'create', path: join(dirname(path), guardName), text: guardText(file.style, name) },
      { kind: 'change', path, text, version: settingsVersion, changes },
    ],
  };
}

/** The listener is there only between the hooks: before and after, Node itself ends with an error. */
function guardText({ modules, indent, quote, semicolons, eol }: FileStyle, settings: string): string {
  const text = `// Fails the run when a promise is rejected and nobody handles it, which mocha alone lets pass.
// ${settings} requires this file.
const unhandled = new Map();
const nextTurn = setImmediate;
let running = 'before the first test';

// mocha tells of each promise twice.
function note(reason, promise) {
  if (!unhandled.has(promise)) unhandled.set(promise, { reason, running });
}

${modules === 'esm' ? 'export const mochaHooks' : 'exports.mochaHooks'} = {
  beforeAll() {
    process.on('unhandledRejection', note);
  },
  beforeEach() {
    running = \`during or after "\${this.currentTest.fullTitle()}"\`;
  },
  async afterAll() {
    // Node tells of a rejection once everything else of its turn is done.
    await new Promise((resolve) => nextTurn(resolve));
    process.off('unhandledRejection', note);
    const found = [...unhandled.values()];
    unhandled.clear();
    if (found.length === 0) return;
    const list = found.map(({ reason, running }) => \`\${running}: \${reason?.stack ?? reason}\`);
    throw new Error(\`Nobody handled \${found.length} rejected promise(s).\\n\${list.join('\\n')}\`);
  },
};
`;
  let result = text;
  if (!semicolons) result = result.replaceAll(/;$/gm, '');
  if (quote === '"') result = result.replaceAll("'", '"');
  result = result.replaceAll(/^( {2})+/gm, (spaces) => indent.repeat(spaces.length / 2));
  return eol === '\n' ? result : result.replaceAll('\n', eol);
}
