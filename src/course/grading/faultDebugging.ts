import { join } from 'node:path';
import { structuredPatch } from 'diff';
import { declaredOrder, type RunEvent } from '../../protocol/runEvents.ts';
import type { Exercise } from '../exercise.ts';
import { layered } from '../fileTree.ts';
import { toolchainPackages } from '../installation.ts';
import type { RunRecord } from '../running/runRecord.ts';
import { RunSession } from '../running/runSession.ts';
import type { Submission } from './submission.ts';
import { assemble, changedBy, type RunSetting } from './systemRun.ts';

/** Where the system with the fault lies while it is debugged. */
export interface FaultySystem {
  /** Absolute path of a private copy of the exercise folder. */
  readonly folder: string;
  /** All files that run; relative to it, with forward slashes. */
  readonly paths: readonly string[];
  /** Of each file that the fault changes, the first changed line, 0-based. */
  readonly changed: readonly { readonly path: string; readonly line: number }[];
}

export interface FaultDebugging extends RunSetting {
  /** A submission that lies on the disk. */
  readonly submission: Submission & { readonly folder: string };
  /** Id of a fault of the exercise. */
  readonly fault: string;
  /** Keys of the tests to run. */
  readonly select: readonly string[];
  /** The files lie there; the run begins afterwards. */
  readonly onLaid: (system: FaultySystem) => void;
  /** Places in events are those of the learner's folder. */
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Runs tests of a submission on the system with a fault, when a debugger has attached; nothing is timed. A debugger
 * shows the text of the file that lies where a script's address says. So everything is laid into a folder that exists
 * as long as the run, and the learner's stays as it is.
 * @throws CourseError `broken-patch` when the exercise's own data is broken.
 */
export async function debugUnderFault(
  exercise: Exercise,
  { submission, fault, select, onLaid, onEvent, installation, runners, signal }: FaultDebugging,
): Promise<RunRecord> {
  const assembly = assemble(exercise, submission);
  const changes = changedBy(assembly, 'faults', fault);
  const shown = submission.folder;
  const absolute = (path: string): string => join(shown, ...path.split('/'));
  const job = {
    root: shown,
    overlay: [...layered(assembly.files, changes)].map(([path, text]) => ({ path: absolute(path), text })),
    sealed: [],
    testTimeoutMs: 0,
    toolchain: installation.toolchain,
    packages: toolchainPackages,
    ownCode: [absolute('tests')],
    cwd: shown,
    offline: true,
    inspection: 'debugger',
  } as const;
  const session = new RunSession(job, runners, signal, {
    shown,
    copied: assembly.besides,
    onLaid: (folder) =>
      onLaid({
        folder,
        paths: [...assembly.files.keys()],
        changed: [...changes].map(([path, text]) => ({
          path,
          line: firstChangedLine(assembly.files.get(path) ?? '', text),
        })),
      }),
  });
  try {
    const files = assembly.testFiles.map(absolute);
    return await session.record({ files, overlay: [], select, seed: declaredOrder }, onEvent);
  } finally {
    await session.close();
  }
}

/**
 * The line, 0-based, where a debugger is to stop: the first one of `text` that differs from `before` and that a program
 * comes to, else the next one; or the line on which a text in backticks begins that it belongs to, because nothing stops within one.
 */
export function firstChangedLine(before: string, text: string): number {
  const lines = text.split('\n');
  const changed = changedLines(before, text);
  const isReached = (one: number): boolean => !isPassedBy.test(lines[one] ?? '');
  const [first = 0] = changed;
  const after = lines.findIndex((_, one) => one > first && isReached(one));
  const line = changed.find(isReached) ?? (after < 0 ? first : after);
  const above = lines
    .slice(0, line)
    .map((one) => (isComment.test(one) ? 0 : one.split(/(?<!\\)`/).length - 1));
  const isWithin = above.reduce((sum, count) => sum + count, 0) % 2 === 1;
  return isWithin ? above.findLastIndex((count) => count > 0) : line;
}

const isComment = /^\s*(?:\/\/|\/?\*)/;
/** What no program stops at. */
const isPassedBy = /^\s*(?:$|\/\/|\/?\*|import |export type |type |interface |[)}\]]+[;,]?$)/;

/** Of lines that are only gone, those that follow. */
function changedLines(before: string, text: string): number[] {
  const { hunks } = structuredPatch('', '', before, text, undefined, undefined, { context: 0 });
  return hunks.flatMap(({ newStart, newLines }) =>
    newLines === 0 ? [newStart - 1] : Array.from({ length: newLines }, (_, index) => newStart - 1 + index),
  );
}
