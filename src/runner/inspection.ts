import type { Debugger, Profiler, Session } from 'node:inspector';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'amaro';
import { readBounds } from '../course/fileTree.ts';
import { isInPackage, isInside } from '../course/platform/paths.ts';
import { readRegularText } from '../course/regularFile.ts';
import { walkTree } from '../course/treeWalk.ts';
import type { CoveredScript } from '../protocol/runEvents.ts';
import { send } from './channel.ts';

/**
 * Opens the inspector on a free loopback port, says which, and blocks until a debugger is attached and has set
 * its breakpoints. By this call and not by a flag, so that a spare can be debugged too.
 */
export function awaitDebugger(): void {
  const { open, url, waitForDebugger } = process.getBuiltinModule('node:inspector');
  open(0, '127.0.0.1');
  send({ type: 'debuggerAwaited', port: Number(new URL(url() ?? '').port) });
  waitForDebugger();
}

/**
 * Counts what is executed from now on.
 * @param root folder whose `src/` and `tests/` count.
 * @returns what ends the counting and tells the counts.
 */
export function recordCoverage(root: string): () => CoveredScript[] {
  // Got here and not imported: every other run does without it.
  const inspector = process.getBuiltinModule('node:inspector');
  const session = new inspector.Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return () => {
    try {
      return coveredScripts(session, root);
    } finally {
      session.disconnect();
    }
  };
}

function coveredScripts(session: Session, root: string): CoveredScript[] {
  const folders = ['src', 'tests'].map((name) => join(root, name));
  const scripts: CoveredScript[] = [];
  const { result } = answerOf<Profiler.TakePreciseCoverageReturnType>((done) =>
    session.post('Profiler.takePreciseCoverage', done),
  );
  // Only now: while tests run, their `debugger` statements would wait for somebody to continue them.
  session.post('Debugger.enable');
  for (const { url: address, scriptId, functions } of result) {
    if (!address.startsWith('file:')) continue;
    const file = fileURLToPath(address);
    if (!isOwn(file, folders)) continue;
    const { scriptSource: source } = answerOf<Debugger.GetScriptSourceReturnType>((done) =>
      session.post('Debugger.getScriptSource', { scriptId }, done),
    );
    const { locations } = answerOf<Debugger.GetPossibleBreakpointsReturnType>((done) =>
      session.post('Debugger.getPossibleBreakpoints', { start: { scriptId, lineNumber: 0 } }, done),
    );
    scripts.push({
      file,
      source,
      functions: functions.map(({ functionName, ranges }) => ({
        name: functionName,
        ranges: ranges.map(({ startOffset, endOffset, count }) => ({
          start: startOffset,
          end: endOffset,
          count,
        })),
      })),
      steps: stepsOf(source, locations),
    });
  }
  const seen = new Set(scripts.map(({ file }) => file));
  // What no test imports is covered by none; left out, it would not be missed.
  for (const file of codeBelow(join(root, 'src'))) {
    const source = seen.has(file) ? null : textOf(file);
    if (source !== null) scripts.push(unseen(file, source));
  }
  return scripts;
}

function isOwn(file: string, folders: readonly string[]): boolean {
  return isInside(file, folders) && !isInPackage(file);
}

/** The session is in this thread, so it answers before `post` returns. */
function answerOf<T>(ask: (done: (error: Error | null, answer: T) => void) => void): T {
  let failure: Error | null = null;
  let answers: T[] = [];
  ask((error, answer) => {
    failure = error;
    answers = [answer];
  });
  const [answer] = answers;
  if (failure !== null || answer === undefined)
    throw new Error('V8 did not tell what was covered.', { cause: failure });
  return answer;
}

/** Offsets of break locations, without those V8 puts at the closing brace of a function for its return. */
function stepsOf(source: string, locations: readonly Debugger.BreakLocation[]): number[] {
  const lineStarts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  const steps = locations
    .map(({ lineNumber, columnNumber = 0, type }) => ({
      offset: (lineStarts[lineNumber] ?? source.length) + columnNumber,
      type,
    }))
    .filter(({ offset, type }) => type !== 'return' || source.startsWith('return', offset))
    .map(({ offset }) => offset);
  return steps.sort((a, b) => a - b);
}

function codeBelow(folder: string): string[] {
  return walkTree(folder)
    .files.filter((path) => /\.[cm]?[jt]s$/.test(path) && !/\.d\.[cm]?ts$/.test(path))
    .map((path) => join(folder, path))
    .filter((file) => isOwn(file, [folder]));
}

function textOf(file: string): string | null {
  try {
    return readRegularText(file, readBounds.file);
  } catch {
    // It went away, nobody may read it, or it is too large to be the course's.
    return null;
  }
}

function unseen(file: string, text: string): CoveredScript {
  const source = blanked(text, file);
  const steps: number[] = [];
  let inComment = false;
  let offset = 0;
  for (const line of source.split('\n')) {
    const text = line.trim();
    if (inComment) inComment = !text.includes('*/');
    else if (text.startsWith('/*')) inComment = !text.includes('*/');
    else if (/[\w$]/.test(text) && !text.startsWith('//') && !/^(import|export \{|export \*)/.test(text))
      steps.push(offset + line.length - line.trimStart().length);
    offset += line.length + 1;
  }
  return { file, source, functions: [], steps };
}

function blanked(source: string, file: string): string {
  if (!file.endsWith('ts')) return source;
  try {
    return transformSync(source, { mode: 'strip-only', filename: file }).code;
  } catch {
    // Broken syntax in a file that nobody imports is not this run's matter.
    return source;
  }
}
