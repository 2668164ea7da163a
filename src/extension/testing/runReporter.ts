import { l10n, Location, Position, Uri, type TestItem, type TestMessage, type TestRun } from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import type { RunRecord } from '../../course/running/runRecord.ts';
import type { Failure, Frame, RunEvent } from '../../protocol/runEvents.ts';
import { markedLines } from '../../protocol/shownText.ts';
import { failureMessage, printLines, printOutput, testMessage } from './testMessages.ts';
import type { TestTree } from './testTree.ts';

/** Shows the events of one exercise's run in a TestRun. */
export class RunReporter {
  private readonly run: TestRun;
  private readonly tree: TestTree;
  private readonly exercise: Exercise;
  private readonly folder: string;
  private readonly onCount: (done: number, total: number) => void;
  private total = 0;
  private done = 0;

  constructor(
    run: TestRun,
    tree: TestTree,
    exercise: Exercise,
    folder: string,
    onCount: (done: number, total: number) => void,
  ) {
    this.run = run;
    this.tree = tree;
    this.exercise = exercise;
    this.folder = folder;
    this.onCount = onCount;
  }

  /** Takes the next event, as it comes. */
  add(event: RunEvent): void {
    switch (event.type) {
      case 'planned':
        this.tree.reconcile(this.exercise, event.tests, this.folder);
        this.total = event.tests.length;
        this.onCount(0, this.total);
        break;
      case 'testStarted':
        this.with(event.key, (item) => this.run.started(item));
        break;
      case 'testFinished':
        this.with(event.key, (item) => {
          if (event.state === 'passed') this.run.passed(item, event.durationMs);
          else if (event.state === 'pending') this.run.skipped(item);
          else if (event.failure) this.run.failed(item, messageOf(event.failure), event.durationMs);
        });
        this.onCount(++this.done, this.total);
        break;
      case 'output': {
        const item = event.key === null ? undefined : this.tree.testsOf(this.exercise).get(event.key);
        printOutput(this.run, event.text, item);
        break;
      }
      case 'loading':
      case 'loadFailed':
      case 'hookStarted':
      case 'timeLimit':
      case 'hookFailed':
      case 'exitCalled':
      case 'uncaught':
      case 'finding':
      case 'debuggerAwaited':
      case 'bedChanged':
      case 'coverage':
      case 'residue':
      case 'finished':
      case 'ready':
        break;
    }
  }

  /** Shows what could not be run or judged, once everything is known. `wanted` are the keys asked for, or null. */
  close(record: RunRecord, wanted: readonly string[] | null): void {
    const seen = new Set<string>();
    for (const test of record.tests) {
      seen.add(test.key);
      if (test.state !== 'errored') continue;
      this.with(test.key, (item) => {
        const message = testMessage(test.reason ?? l10n.t('It could not be run.'));
        const place = locationOf(test.failure?.at ?? test.at);
        if (place) message.location = place;
        this.run.errored(item, message);
      });
    }
    for (const [key, item] of this.tree.testsOf(this.exercise)) {
      if (seen.has(key) || (wanted !== null && !wanted.includes(key))) continue;
      const reason =
        record.problems[0]?.message ??
        l10n.t('The file ran without this test. It may have been renamed or removed.');
      this.run.errored(item, testMessage(reason));
    }
    const top = this.tree.exerciseItem(this.exercise);
    for (const { message, at } of record.problems) {
      printLines(this.run, markedLines(message), locationOf(at));
      if (top && record.tests.length === 0) {
        const shown = testMessage(message);
        const place = locationOf(at);
        if (place) shown.location = place;
        this.run.errored(top, shown);
      }
    }
  }

  private with(key: string, show: (item: TestItem) => void): void {
    const item = this.tree.testsOf(this.exercise).get(key);
    if (item) show(item);
  }
}

function messageOf(failure: Failure): TestMessage {
  const message = failureMessage(failure);
  const place = locationOf(failure.at);
  if (place) message.location = place;
  return message;
}

function locationOf(frame: Frame | null): Location | undefined {
  return frame === null
    ? undefined
    : new Location(Uri.file(frame.file), new Position(frame.line - 1, Math.max(0, frame.column - 1)));
}
