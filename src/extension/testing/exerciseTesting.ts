import {
  CancellationTokenSource,
  l10n,
  TestMessage,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  window,
  workspace,
  type CancellationToken,
  type LogOutputChannel,
  type TestController,
  type TestItem,
  type TestRun,
  type TestRunProfile,
} from 'vscode';
import { messageOf } from '../../course/courseError.ts';
import { allExercises } from '../../course/catalog.ts';
import type { Exercise } from '../../course/exercise.ts';
import { gradeSubmission } from '../../course/grading/grade.ts';
import { readSubmission } from '../../course/grading/submission.ts';
import type { RunSetting } from '../../course/grading/systemRun.ts';
import type { Installation } from '../../course/installation.ts';
import { runLearnersTests } from '../../course/learnerRun.ts';
import type { RunRecord } from '../../course/running/runRecord.ts';
import type { Runners } from '../../course/running/runSession.ts';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import type { RunSummary } from '../../protocol/lessonPage.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import type { ExerciseStates } from '../exerciseStates.ts';
import { showError } from '../userError.ts';
import type { EditorRunners } from './editorRunners.ts';
import type { HygieneDiagnostics } from './hygieneDiagnostics.ts';
import { matrixLines } from './matrixText.ts';
import { RunReporter } from './runReporter.ts';
import { gradeTag, runTag, TestTree, type Discover } from './testTree.ts';

export interface ExerciseTestingParts {
  readonly course: ActiveCourse;
  readonly installation: Installation;
  readonly states: ExerciseStates;
  readonly diagnostics: HygieneDiagnostics;
  readonly discover: Discover;
  readonly runners: EditorRunners;
  readonly log: LogOutputChannel;
}

type Action = 'run' | 'grade';

/** What a request asks of one exercise: keys of tests, or null for the whole exercise. */
interface Target {
  readonly exercise: Exercise;
  readonly keys: readonly string[] | null;
}

/**
 * The Testing view and everything that runs exercises: page, commands and gutter all come through here, so
 * that every view shows the same.
 */
export class ExerciseTesting extends Disposables {
  readonly controller: TestController;
  private readonly parts: ExerciseTestingParts;
  private readonly tree: TestTree;
  private readonly profiles: Record<Action, TestRunProfile>;
  /** The run or grade of an exercise that is under way. */
  private readonly active = new Map<
    string,
    { readonly abort: AbortController; readonly over: Promise<void> }
  >();

  constructor(parts: ExerciseTestingParts) {
    super();
    this.parts = parts;
    this.controller = this.add(tests.createTestController('itlab', 'Integration Testing Lab'));
    this.tree = this.add(new TestTree(this.controller, parts.course, parts.discover));
    this.controller.resolveHandler = async (item) => {
      const meaning = item ? this.tree.meaning(item) : undefined;
      if (meaning?.type !== 'exercise') return;
      parts.runners.expect(false);
      await this.tree.resolve(meaning.exercise);
    };
    this.controller.refreshHandler = async () => {
      parts.course.look();
      await Promise.all(allExercises(parts.course.catalog).map((exercise) => this.tree.resolve(exercise)));
    };
    this.profiles = {
      run: this.profile('run', l10n.t('Run'), true),
      grade: this.profile('grade', l10n.t('Grade'), false),
    };
    this.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const exercise = contentChanges.length > 0 ? this.tree.exerciseOf(document.uri) : null;
        if (!exercise) return;
        parts.runners.expect(true);
        this.outdate(exercise);
      }),
    );
    this.add({ dispose: () => this.active.forEach(({ abort }) => abort.abort()) });
  }

  /** Runs or grades a whole exercise, as the page and the commands ask for it. Resolves when it is over. */
  async start(action: Action, exercise: Exercise): Promise<void> {
    const item = this.tree.exerciseItem(exercise);
    const include = item ? [item] : [];
    const cancellation = new CancellationTokenSource();
    try {
      await workspace.saveAll(false);
      await this.handle(
        action,
        new TestRunRequest(include, undefined, this.profiles[action]),
        cancellation.token,
      );
    } finally {
      cancellation.dispose();
    }
  }

  /** Ends what runs for an exercise, its whole process tree. */
  cancel(exercise: Exercise): void {
    this.active.get(exercise.id)?.abort.abort();
  }

  /** Parses the exercise's files now, rather than when its item is opened. */
  resolve(exercise: Exercise): Promise<void> {
    return this.tree.resolve(exercise);
  }

  private profile(action: Action, label: string, isDefault: boolean): TestRunProfile {
    return this.add(
      this.controller.createRunProfile(
        label,
        TestRunProfileKind.Run,
        (request, token) => this.handle(action, request, token),
        isDefault,
        action === 'run' ? runTag : gradeTag,
      ),
    );
  }

  private async handle(action: Action, request: TestRunRequest, token: CancellationToken): Promise<void> {
    const { log, installation } = this.parts;
    if (!workspace.isTrusted) {
      await window.showWarningMessage(
        l10n.t('Tests run only in a trusted workspace. The lesson pages can be read.'),
      );
      return;
    }
    let runners: Runners;
    try {
      runners = await this.parts.runners.get();
    } catch (thrown) {
      for (const { exercise } of await this.targets(request)) {
        this.parts.states.update(exercise, { error: messageOf(thrown) });
      }
      void showError(log, thrown);
      return;
    }
    const run = this.controller.createTestRun(request, action === 'grade' ? l10n.t('Grade') : undefined);
    try {
      for (const target of await this.targets(request)) {
        if (token.isCancellationRequested || run.token.isCancellationRequested) break;
        await this.exclusively(target.exercise, [token, run.token], (signal) => {
          const setting = { installation, runners, signal };
          return action === 'run'
            ? this.runTarget(run, target, setting)
            : this.gradeTarget(run, target, setting);
        });
      }
    } finally {
      run.end();
    }
  }

  /** One run or grade per exercise at a time: a new one ends the one before. */
  private async exclusively(
    exercise: Exercise,
    tokens: readonly CancellationToken[],
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { states, log } = this.parts;
    const before = this.active.get(exercise.id);
    before?.abort.abort();
    await before?.over;
    const abort = new AbortController();
    const listeners = tokens.map((token) => token.onCancellationRequested(() => abort.abort()));
    const over = work(abort.signal).catch((thrown: unknown) => {
      states.update(exercise, { error: messageOf(thrown) });
      void showError(log, thrown);
    });
    const entry = { abort, over };
    this.active.set(exercise.id, entry);
    await over;
    for (const listener of listeners) listener.dispose();
    if (this.active.get(exercise.id) === entry) this.active.delete(exercise.id);
    states.update(exercise, { activity: { type: 'idle' } });
  }

  private async runTarget(run: TestRun, { exercise, keys }: Target, setting: RunSetting): Promise<void> {
    const { states, course, diagnostics } = this.parts;
    const folder = course.folderOf(exercise);
    states.update(exercise, {
      activity: { type: 'running', done: 0, total: keys?.length ?? 0 },
      error: null,
    });
    await this.tree.resolve(exercise);
    this.enqueue(run, exercise, keys);
    const reporter = new RunReporter(run, this.tree, exercise, folder, (done, total) =>
      states.update(exercise, { activity: { type: 'running', done, total: keys?.length ?? total } }),
    );
    const record = await runLearnersTests(exercise, folder, {
      ...setting,
      select: keys,
      onEvent: (event) => reporter.add(event),
    });
    reporter.close(record, keys);
    diagnostics.show(folder, record.findings);
    states.update(exercise, { run: summaryOf(record), outdated: false });
  }

  private async gradeTarget(run: TestRun, { exercise }: Target, setting: RunSetting): Promise<void> {
    const { states, course, diagnostics } = this.parts;
    const folder = course.folderOf(exercise);
    // The grade before would be shown as if its stages were this one's.
    const activity = { type: 'grading', stage: 'tests', done: 0, total: 1 } as const;
    states.update(exercise, { activity, grade: null, error: null });
    await this.tree.resolve(exercise);
    this.enqueue(run, exercise, null);
    const pending = exercise.manifest.faults.map(({ id }) => ({ id, caught: false }));
    for (const item of this.tree.faultItems(exercise, pending).values()) run.enqueued(item);
    const reporter = new RunReporter(run, this.tree, exercise, folder, () => undefined);
    const { result, record } = await gradeSubmission(exercise, readSubmission(exercise, folder), {
      ...setting,
      onRunEvent: (event) => reporter.add(event),
      onProgress: (event) => {
        if (event.type === 'partial') states.update(exercise, { grade: event.result });
        else
          states.update(exercise, {
            activity: { type: 'grading', stage: event.stage, done: event.done, total: event.total },
          });
      },
    });
    reporter.close(record, null);
    diagnostics.show(folder, record.findings);
    states.update(exercise, { grade: result, run: summaryOf(record), outdated: false });
    this.showFaults(run, exercise, result);
  }

  private showFaults(run: TestRun, exercise: Exercise, result: GradeResult): void {
    const judged = !result.problems.some(({ code }) => code === 'cancelled');
    for (const [id, item] of this.tree.faultItems(exercise, result.faults)) {
      const fault = result.faults.find((known) => known.id === id);
      if (!judged) run.skipped(item);
      else if (fault?.caught) run.passed(item);
      else
        run.failed(
          item,
          new TestMessage(l10n.t('This fault survived: no test of yours fails when the system has it.')),
        );
    }
    const lines = matrixLines(result, this.parts.states.get(exercise).faultTitles);
    run.appendOutput(lines.map((line) => `${line}\r\n`).join(''));
    const problems = [...result.problems, ...result.hygiene].map(
      ({ message }) => `${message.replace(/\r?\n/g, '\r\n')}\r\n`,
    );
    run.appendOutput(problems.join(''));
    run.appendOutput(result.complete ? 'Complete.\r\n' : 'Not complete yet.\r\n');
  }

  private enqueue(run: TestRun, exercise: Exercise, keys: readonly string[] | null): void {
    for (const [key, item] of this.tree.testsOf(exercise)) {
      if (keys === null || keys.includes(key)) run.enqueued(item);
    }
  }

  /** What a request means per exercise, with include and exclude both honoured. */
  private async targets(request: TestRunRequest): Promise<Target[]> {
    const included: TestItem[] = [];
    if (request.include) included.push(...request.include);
    else this.controller.items.forEach((item) => included.push(item));
    const excluded = new Set(request.exclude ?? []);
    const whole = new Map<string, Exercise>();
    const chosen = new Map<string, { exercise: Exercise; keys: Set<string> }>();
    for (const item of included) {
      for (const exercise of this.exercisesAt(item)) whole.set(exercise.id, exercise);
      const meaning = this.tree.meaning(item);
      if (meaning?.type === 'suite' || meaning?.type === 'test') {
        const { exercise } = meaning;
        const entry = chosen.get(exercise.id) ?? { exercise, keys: new Set<string>() };
        for (const key of this.keysBelow(item)) entry.keys.add(key);
        chosen.set(exercise.id, entry);
      }
    }
    const targets: Target[] = [];
    for (const exercise of allExercises(this.parts.course.catalog)) {
      const keys = chosen.get(exercise.id)?.keys;
      if (!whole.has(exercise.id) && !keys) continue;
      if (isExcluded(this.tree.exerciseItem(exercise), excluded)) continue;
      if (excluded.size > 0) await this.tree.resolve(exercise);
      const wanted = whole.has(exercise.id) ? null : [...(keys ?? [])];
      const all = this.tree.testsOf(exercise);
      const kept = [...(wanted ?? all.keys())].filter((key) => !isExcluded(all.get(key), excluded));
      const untouched = wanted === null && kept.length === all.size;
      if (untouched || kept.length > 0) targets.push({ exercise, keys: untouched ? null : kept });
    }
    return targets;
  }

  /** Exercises that an item means as a whole. */
  private exercisesAt(item: TestItem): Exercise[] {
    const meaning = this.tree.meaning(item);
    if (meaning?.type === 'exercise' || meaning?.type === 'faults' || meaning?.type === 'fault')
      return [meaning.exercise];
    if (meaning?.type !== 'lesson') return [];
    const found: Exercise[] = [];
    item.children.forEach((child) => found.push(...this.exercisesAt(child)));
    return found;
  }

  private keysBelow(item: TestItem): string[] {
    const meaning = this.tree.meaning(item);
    if (meaning?.type === 'test') return [meaning.key];
    const keys: string[] = [];
    item.children.forEach((child) => keys.push(...this.keysBelow(child)));
    return keys;
  }

  private outdate(exercise: Exercise): void {
    const item = this.tree.exerciseItem(exercise);
    if (item) this.controller.invalidateTestResults(item);
    const { run, grade, outdated } = this.parts.states.get(exercise);
    if ((run !== null || grade !== null) && !outdated) this.parts.states.update(exercise, { outdated: true });
  }
}

function isExcluded(item: TestItem | undefined, excluded: ReadonlySet<TestItem>): boolean {
  for (let current = item; current; current = current.parent) if (excluded.has(current)) return true;
  return false;
}

function summaryOf(record: RunRecord): RunSummary {
  const count = (state: string): number => record.tests.filter((test) => test.state === state).length;
  const firstFailure = record.tests.find(({ state }) => state === 'failed');
  return {
    passed: count('passed'),
    failed: count('failed'),
    errored: count('errored'),
    pending: count('pending'),
    message: record.problems[0]?.message ?? firstFailure?.failure?.message ?? null,
  };
}
