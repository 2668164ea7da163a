import type { ExamplePlace, ExampleResult, ExampleRound } from '../../protocol/exampleResult.ts';
import { declaredOrder, reversedOrder, type Frame } from '../../protocol/runEvents.ts';
import type { Lesson } from '../catalog.ts';
import { SystemSession, type RunSetting } from '../grading/systemRun.ts';
import type { RunRecord, TestRecord } from '../running/runRecord.ts';
import { exampleAssembly, examplePath, type Example } from './example.ts';

/**
 * Runs an example of a lesson in memory, in a process of its own: no file of anybody is read for it or written by it,
 * and nothing of it is kept. Never rejects for what its tests do.
 * @throws CourseError for a lesson whose data does not fit together.
 */
export async function runExample(
  lesson: Lesson,
  example: Example,
  setting: RunSetting,
): Promise<ExampleResult> {
  const session = new SystemSession(exampleAssembly(lesson, example), setting);
  try {
    const rounds = [roundOf('declared', await session.run({ seed: declaredOrder }), example)];
    if (example.reversed !== undefined && setting.signal?.aborted !== true) {
      rounds.push(roundOf('reversed', await session.run({ seed: reversedOrder }), example));
    }
    return { rounds };
  } finally {
    await session.close();
  }
}

function roundOf(order: ExampleRound['order'], record: RunRecord, example: Example): ExampleRound {
  const { tests, findings, problems } = record;
  // The plan tells the tests as they are written, whatever the order they run in.
  const asRun = order === 'reversed' ? tests.toReversed() : tests;
  return {
    order,
    tests: asRun.map((test) => ({
      title: test.path.join(' › '),
      state: test.state,
      failure: failureOf(test, example),
    })),
    leaks: findings.map(({ message, at }) => ({ message, line: lineAt(at, example) })),
    problem: problems[0]?.message ?? null,
  };
}

function failureOf({ state, failure, reason }: TestRecord, example: Example): ExamplePlace | null {
  if (state === 'passed' || state === 'pending') return null;
  if (failure === null) return { message: reason ?? '', line: null };
  const { name, message, at } = failure;
  return {
    message: message.startsWith(name) ? message : `${name}: ${message}`,
    line: lineAt(at, example),
  };
}

function lineAt(at: Frame | null, example: Example): string | null {
  if (at === null || !at.file.replaceAll('\\', '/').endsWith(`/${examplePath(example)}`)) return null;
  return example.text.split('\n')[at.line - 1]?.trim() ?? null;
}
