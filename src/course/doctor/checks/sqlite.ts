import { sentence } from '../../sentence.ts';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { messageOf } from '../../courseError.ts';
import { findRuntime, type Runtime } from '../../runtime.ts';
import { ok, type Check, type Finding } from '../finding.ts';

export const sqlite: Check = {
  title: sentence`SQLite`,
  needsCourse: false,
  acts: true,
  look: async ({ installation, nodePath, signal }) => {
    let runtime: Runtime;
    try {
      runtime = await findRuntime(nodePath);
    } catch {
      // The check of Node says why; without one there is nothing to load the driver into.
      return [];
    }
    const answer = await ask(runtime, join(installation.toolchain, 'package.json'), signal);
    const findings: Finding[] = [];
    if (answer.driver === null) {
      findings.push({
        health: 'problem',
        what: sentence`better-sqlite3 does not work in Node ${runtime.version} (${runtime.execPath}): ${answer.problem}`,
        why: sentence`Its part in machine code fits one system, one processor and the Nodes it was built for. Exercises with a database need it.`,
        remedy: sentence`Install the extension for this system again. If you chose a Node yourself, go back to the editor’s own.`,
        mends:
          nodePath === undefined ? ['show-extension', 'choose-node'] : ['use-editors-node', 'show-extension'],
      });
    } else findings.push(ok(sentence`better-sqlite3 works (SQLite ${answer.driver}).`));
    if (!answer.builtIn) {
      findings.push({
        health: 'information',
        what: sentence`Node ${runtime.version} has no node:sqlite.`,
        why: sentence`Only tests of your own that import it need it; the exercises use better-sqlite3.`,
        remedy: sentence`Choose Node 24 or newer if you want to use it.`,
        mends: ['choose-node'],
      });
    }
    return findings;
  },
};

interface Answer {
  /** Version of the SQLite inside the driver; null when it does not work. */
  readonly driver: string | null;
  readonly problem: string;
  readonly builtIn: boolean;
}

/** Loads the driver as a run does. In a process of its own, because one that does not fit may crash it. */
const program = `
const answer = { driver: null, problem: '', builtIn: true };
try {
  const Database = require('node:module').createRequire(process.argv[1])('better-sqlite3');
  const db = new Database(':memory:');
  answer.driver = db.prepare('SELECT sqlite_version() AS version').get().version;
  db.close();
} catch (error) {
  answer.problem = String(error.message).split('\\n')[0];
}
try { require('node:sqlite'); } catch { answer.builtIn = false; }
process.stdout.write(JSON.stringify(answer));
`;

function ask({ execPath, env }: Runtime, from: string, signal: AbortSignal | undefined): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(
      execPath,
      ['--no-warnings', '-e', program, from],
      {
        env: { ...process.env, ...env, NODE_OPTIONS: '' },
        timeout: 20_000,
        ...(signal === undefined ? {} : { signal }),
      },
      (error, stdout) => {
        const answer = parse(stdout);
        if (answer !== null) resolve(answer);
        else {
          const problem = error?.signal
            ? `the process was ended by ${error.signal}.`
            : messageOf(error ?? 'it answered nothing.');
          resolve({ driver: null, problem, builtIn: true });
        }
      },
    );
  });
}

function parse(text: string): Answer | null {
  try {
    // Printed by the program above.
    return JSON.parse(text) as Answer;
  } catch {
    return null;
  }
}
