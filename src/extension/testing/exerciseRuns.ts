import { join } from 'node:path';
import { l10n, Uri, type TestItem, type TestRun } from 'vscode';
import { CourseError, messageOf } from '../../course/courseError.ts';
import type { EarlierGrade, ShapesOf } from '../../course/grading/earlierGrade.ts';
import { debugUnderFault } from '../../course/grading/faultDebugging.ts';
import { checkLearnersIsolation } from '../../course/grading/learnerIsolation.ts';
import { findingLines } from '../../course/grading/findingText.ts';
import { matrixLines } from '../../course/grading/matrixText.ts';
import { regradeSubmission } from '../../course/grading/regrade.ts';
import { readSubmission } from '../../course/grading/submission.ts';
import type { RunSetting } from '../../course/grading/systemRun.ts';
import type { RunRecord } from '../../course/running/runRecord.ts';
import { runLearnersTests } from '../../course/learnerRun.ts';
import type { Exercise } from '../../course/exercise.ts';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import { declaredOrder, type Inspection, type OrderSeed, type RunEvent } from '../../protocol/runEvents.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import type { ExerciseStates } from '../exerciseStates.ts';
import { titleOfCaught } from '../attempts/faultDocuments.ts';
import { runText } from '../verdict.ts';
import type { CoverageReport } from './coverageReport.ts';
import { DebugAttachment } from './debugAttachment.ts';
import type { AskShapes } from './discovery.ts';
import type { ExerciseChanges } from './exerciseChanges.ts';
import { foundInRun } from '../diagnostics/foundInRuns.ts';
import { FaultBreakpoints } from './faultBreakpoints.ts';
import type { FindingDiagnostics } from '../diagnostics/findingDiagnostics.ts';
import { findingsOf, showIsolation } from './isolationReport.ts';
import { RunReporter } from './runReporter.ts';
import { printSummary, runSummary } from './runSummary.ts';
import type { Target } from './targets.ts';
import { fileOfKey } from '../../protocol/testIdentity.ts';
import { markedLines, oneLine } from '../../protocol/shownText.ts';
import { printLines, testMessage } from './testMessages.ts';
import type { TestTree } from './testTree.ts';

/** What can be done with an exercise. All but a grade run the learner's files as they lie on the disk. */
export type Action = 'run' | 'debug' | 'coverage' | 'isolation' | 'grade';

export interface ExerciseRunParts {
  readonly course: ActiveCourse;
  readonly states: ExerciseStates;
  readonly diagnostics: FindingDiagnostics;
  readonly tree: TestTree;
  readonly changes: ExerciseChanges;
  readonly coverage: CoverageReport;
  /** Whether a model answer was applied to the exercise in this course folder. */
  readonly answerApplied: (exercise: Exercise) => boolean;
  readonly shapes: AskShapes;
  /** Tells a person what kept a run from starting. */
  readonly report: (error: Error) => void;
}

/** Performs one action on one exercise, and shows it in a TestRun, on the exercise's card and at its lines. */
export class ExerciseRuns {
  private readonly parts: ExerciseRunParts;
  /** By exercise: what its last grade has seen. */
  private readonly earlier = new Map<string, EarlierGrade>();

  constructor(parts: ExerciseRunParts) {
    this.parts = parts;
  }

  perform(
    action: Action,
    run: TestRun,
    target: Target,
    setting: RunSetting,
    seed?: OrderSeed,
  ): Promise<void> {
    this.parts.changes.noteRun(target.exercise);
    this.parts.states.begin(target.exercise);
    switch (action) {
      case 'run':
        return this.run(run, target, setting, seed === undefined ? {} : { seed });
      case 'coverage':
        return this.run(run, target, setting, { inspection: 'coverage' });
      case 'debug':
        return this.debug(run, target, setting);
      case 'isolation':
        return this.checkIsolation(run, target, setting);
      case 'grade':
        return this.grade(run, target, setting);
    }
  }

  private async run(
    run: TestRun,
    target: Target,
    setting: RunSetting,
    how: { readonly inspection?: Inspection; readonly seed?: OrderSeed },
    onEvent: (event: RunEvent) => void = () => undefined,
  ): Promise<void> {
    const { exercise, keys, files } = target;
    const { states, course, diagnostics, coverage } = this.parts;
    const folder = course.folderOf(exercise);
    const reporter = await this.begin(run, target, folder);
    const { inspection, seed } = how;
    const record = await runLearnersTests(exercise, folder, {
      ...setting,
      ...(inspection === undefined ? {} : { inspection }),
      select: keys,
      ...(files === undefined ? {} : { files }),
      ...(seed === undefined ? {} : { seed }),
      onEvent: (event) => {
        reporter.add(event);
        if (event.type === 'coverage') coverage.add(run, event.scripts);
        onEvent(event);
      },
    });
    reporter.close(record, keys ?? (files === undefined ? null : this.keysIn(exercise, files)));
    diagnostics.replace(folder, foundInRun(record));
    const summary = runSummary(record, { folder, seed: seed ?? declaredOrder });
    printSummary(run, exercise, summary);
    states.settle(exercise, { run: summary });
  }

  /** The run waits for the debugger; whoever ends one of them ends the other. */
  private async debug(run: TestRun, target: Target, setting: RunSetting): Promise<void> {
    const { exercise } = target;
    const over = new AbortController();
    const signals = setting.signal ? [setting.signal, over.signal] : [over.signal];
    const attachment = new DebugAttachment(run, (reason) => {
      over.abort();
      if (reason !== null) this.parts.report(debuggerFailed(reason));
    });
    const folder = this.parts.course.folderOf(exercise);
    const debugged = { ...setting, signal: AbortSignal.any(signals) };
    try {
      await this.run(run, target, debugged, { inspection: 'debugger' }, (event) => {
        if (event.type !== 'debuggerAwaited') return;
        attachment
          .attach(event.port, exercise.manifest.title, folder, setting.installation.runner)
          .catch((thrown: unknown) => {
            over.abort();
            this.parts.report(debuggerFailed(messageOf(thrown)));
          });
      });
    } finally {
      attachment.dispose();
    }
  }

  /**
   * Debugs a test on the system with a fault that it caught, stopped where the fault is. Results of tests stay as they
   * are: those are about the correct system.
   * @param key the test's.
   * @throws CourseError `fault-not-caught`.
   */
  async debugFault(
    run: TestRun,
    exercise: Exercise,
    { fault, key }: { readonly fault: string; readonly key: string },
    setting: RunSetting,
  ): Promise<void> {
    const { course, states, report } = this.parts;
    const title = titleOfCaught({ states }, exercise, fault);
    const folder = course.folderOf(exercise);
    const submission = readSubmission(exercise, folder);
    states.update(exercise, { activity: { type: 'running', done: 0, total: 1 }, error: null });
    const over = new AbortController();
    const signals = setting.signal ? [setting.signal, over.signal] : [over.signal];
    const fail = (reason: string): void => {
      over.abort();
      report(debuggerFailed(reason));
    };
    const attachment = new DebugAttachment(run, (reason) => {
      if (reason === null) over.abort();
      else fail(reason);
    });
    const places = new FaultBreakpoints();
    let sources = folder;
    try {
      const record = await debugUnderFault(exercise, {
        ...setting,
        signal: AbortSignal.any(signals),
        submission: { ...submission, folder: submission.folder ?? folder },
        fault,
        select: [key],
        onLaid: (system) => {
          sources = system.folder;
          places.set(system, folder);
        },
        onEvent: (event) => {
          if (event.type !== 'debuggerAwaited') return;
          const name = `${exercise.manifest.title}: ${title}`;
          attachment
            .attach(event.port, name, folder, setting.installation.runner, sources)
            .catch((thrown: unknown) => fail(messageOf(thrown)));
        },
      });
      const summary = runSummary(record, { folder, seed: declaredOrder });
      const failures = (summary.failures ?? []).map((failure) => `${failure.title}: ${failure.message}`);
      const lines = [l10n.t('With the fault "{0}": {1}', title, runText(summary)), ...failures];
      printLines(run, lines.map(oneLine).join('\n'));
    } finally {
      attachment.dispose();
      await places.remove();
    }
  }

  private async checkIsolation(run: TestRun, { exercise }: Target, setting: RunSetting): Promise<void> {
    const { states, course, diagnostics, tree } = this.parts;
    const folder = course.folderOf(exercise);
    const reporter = await this.begin(run, { exercise, keys: null }, folder);
    const result = await checkLearnersIsolation(exercise, folder, {
      ...setting,
      onRunEvent: (event) => reporter.add(event),
      onProgress: (done, total) => states.update(exercise, { activity: { type: 'running', done, total } }),
    });
    reporter.close(result.record, null);
    showIsolation(run, tree, exercise, result);
    // Each is a failed test with its reason; what the language server says of it gets the proof.
    diagnostics.replace(folder, foundInRun(result.record, findingsOf(result)));
    const summary = runSummary(result.record, { folder, seed: declaredOrder });
    printSummary(run, exercise, summary);
    states.settle(exercise, { run: summary });
  }

  private async grade(run: TestRun, { exercise }: Target, setting: RunSetting): Promise<void> {
    const { states, course, diagnostics, tree } = this.parts;
    const folder = course.folderOf(exercise);
    // The grade before would be shown as if its stages were this one's.
    const activity = { type: 'grading', stage: 'tests', done: 0, total: 1 } as const;
    states.update(exercise, { activity, grade: null, error: null });
    await tree.resolve(exercise);
    this.enqueue(run, exercise, null);
    const pending = exercise.manifest.faults.map(({ id }) => ({ id, caught: false }));
    for (const item of tree.faultItems(exercise, pending).values()) run.enqueued(item);
    const reporter = new RunReporter(run, tree, exercise, folder, () => undefined);
    const { result, record, earlier } = await regradeSubmission(exercise, readSubmission(exercise, folder), {
      ...setting,
      answerApplied: this.parts.answerApplied(exercise),
      // Whoever asks for it gets all of it.
      earlier: null,
      shapesOf: this.shapesOf(folder),
      onRunEvent: (event) => reporter.add(event),
      onProgress: (event) => {
        if (event.type === 'partial') states.update(exercise, { grade: event.result });
        else
          states.update(exercise, {
            activity: { type: 'grading', stage: event.stage, done: event.done, total: event.total },
          });
      },
    });
    this.remember(exercise, earlier);
    reporter.close(record, null);
    diagnostics.replace(folder, foundInRun(record));
    this.settle(exercise, folder, result, record);
    this.showFaults(run, exercise, result);
  }

  /**
   * Grades what a save can have changed. The grade before stays in view until this one is there; when it is cut off,
   * nothing else has changed.
   */
  async regrade(run: TestRun, exercise: Exercise, setting: RunSetting): Promise<void> {
    const { states, course, diagnostics, tree, changes } = this.parts;
    const folder = course.folderOf(exercise);
    changes.noteRun(exercise);
    states.begin(exercise);
    const activity = { type: 'grading', stage: 'tests', done: 0, total: 1 } as const;
    states.update(exercise, { activity, error: null });
    await tree.resolve(exercise);
    const reporter = new RunReporter(run, tree, exercise, folder, () => undefined);
    const { result, record, earlier, ran } = await regradeSubmission(
      exercise,
      readSubmission(exercise, folder),
      {
        ...setting,
        answerApplied: this.parts.answerApplied(exercise),
        earlier: this.earlier.get(exercise.id) ?? null,
        shapesOf: this.shapesOf(folder),
        onRunEvent: (event) => reporter.add(event),
        onProgress: (event) => {
          if (event.type !== 'stage') return;
          const { stage, done, total } = event;
          states.update(exercise, { activity: { type: 'grading', stage, done, total } });
        },
      },
    );
    if (setting.signal?.aborted) return;
    this.remember(exercise, earlier);
    if (ran) {
      reporter.close(record, null);
      diagnostics.replace(folder, foundInRun(record));
    } else this.showAgain(run, exercise, record);
    this.settle(exercise, folder, result, record);
    this.showFaults(run, exercise, result);
  }

  /** What the tests and problems of its run are, the grade's findings say. */
  private settle(exercise: Exercise, folder: string, grade: GradeResult, record: RunRecord): void {
    const { failures: _, at: __, ...summary } = runSummary(record, { folder, seed: declaredOrder });
    this.parts.states.settle(exercise, { grade, run: { ...summary, message: null } });
  }

  private remember(exercise: Exercise, earlier: EarlierGrade | null): void {
    if (earlier) this.earlier.set(exercise.id, earlier);
    else this.earlier.delete(exercise.id);
  }

  /** Results that still hold, all of them passed. */
  private showAgain(run: TestRun, exercise: Exercise, record: RunRecord): void {
    const items = this.parts.tree.testsOf(exercise);
    for (const { key, durationMs } of record.tests) {
      const item = items.get(key);
      if (item) run.passed(item, durationMs);
    }
  }

  private shapesOf(folder: string): ShapesOf {
    return async (files) => {
      const asked = [...files].map(([path, text]) => ({
        uri: Uri.file(join(folder, path)).toString(),
        text,
      }));
      const shapes = await this.parts.shapes(asked);
      return new Map([...files.keys()].map((path, index) => [path, shapes[index] ?? null]));
    };
  }

  /** Shows what is going to run. */
  private async begin(run: TestRun, { exercise, keys, files }: Target, folder: string): Promise<RunReporter> {
    const { states, tree } = this.parts;
    states.update(exercise, {
      activity: { type: 'running', done: 0, total: keys?.length ?? 0 },
      error: null,
    });
    await tree.resolve(exercise);
    this.enqueue(run, exercise, keys ?? (files === undefined ? null : this.keysIn(exercise, files)));
    return new RunReporter(run, tree, exercise, folder, (done, total) =>
      states.update(exercise, { activity: { type: 'running', done, total: keys?.length ?? total } }),
    );
  }

  private enqueue(run: TestRun, exercise: Exercise, keys: readonly string[] | null): void {
    for (const [key, item] of this.parts.tree.testsOf(exercise)) {
      if (keys === null || keys.includes(key)) run.enqueued(item);
    }
  }

  private keysIn(exercise: Exercise, files: readonly string[]): string[] {
    return [...this.parts.tree.testsOf(exercise).keys()].filter((key) => files.includes(fileOfKey(key)));
  }

  private showFaults(run: TestRun, exercise: Exercise, result: GradeResult): void {
    const judged = !result.problems.some(({ code }) => code === 'cancelled');
    const items: ReadonlyMap<string, TestItem> = this.parts.tree.faultItems(exercise, result.faults);
    for (const [id, item] of items) {
      const fault = result.faults.find((known) => known.id === id);
      if (!judged) run.skipped(item);
      else if (fault?.caught) run.passed(item);
      else
        run.failed(
          item,
          testMessage(l10n.t('This fault survived: no test of yours fails when the system has it.')),
        );
    }
    const lines = matrixLines(result, this.parts.states.get(exercise).faultTitles);
    const problems = result.problems.map(({ message }) => markedLines(message));
    const verdict = result.complete ? l10n.t('Complete.') : l10n.t('Not complete yet.');
    printLines(run, [...lines, ...problems, ...findingLines(result), verdict].join('\n'));
  }
}

function debuggerFailed(reason: string): CourseError {
  return new CourseError(
    'debugger-failed',
    reason,
    'Nothing of yours was changed. The tests run without the debugger as before; try again, or look into the log.',
  );
}
