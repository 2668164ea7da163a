import { TestRunRequest, type CancellationToken, type TestItem, type TestRunProfile } from 'vscode';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import { filesOf, type ExerciseChange, type ExerciseChanges } from './exerciseChanges.ts';
import { affectedTests } from './importGraph.ts';
import { fileOfKey, type Target } from './targets.ts';
import type { TestTree } from './testTree.ts';

export interface ContinuousRunParts {
  readonly course: ActiveCourse;
  readonly tree: TestTree;
  readonly changes: ExerciseChanges;
  /** What a request means, per exercise. */
  readonly targets: (request: TestRunRequest) => Promise<Target[]>;
  /** Runs; a run of an exercise ends the one before. Never rejects. */
  readonly run: (
    request: TestRunRequest,
    targets: readonly Target[],
    token: CancellationToken,
  ) => Promise<void>;
}

/** Runs what a stored change may have altered, as long as a continuous run is switched on. */
export class ContinuousRuns extends Disposables {
  private readonly parts: ContinuousRunParts;

  constructor(parts: ContinuousRunParts) {
    super();
    this.parts = parts;
  }

  /** Follows changes until the token is cancelled. */
  follow(request: TestRunRequest, token: CancellationToken): void {
    const subscription = this.add(
      this.parts.changes.onDidStore((change) => void this.runAffected(request, change, token)),
    );
    token.onCancellationRequested(() => void subscription.dispose());
  }

  private async runAffected(
    request: TestRunRequest,
    { exercise, path }: ExerciseChange,
    token: CancellationToken,
  ): Promise<void> {
    const { course, tree, run } = this.parts;
    const files = affectedTests(filesOf(course.folderOf(exercise)), path);
    if (files.length === 0) return;
    // A test that was just written is found before the request is looked at.
    await tree.resolve(exercise);
    const wanted = (await this.parts.targets(request)).find((target) => target.exercise === exercise);
    if (!wanted || token.isCancellationRequested) return;
    const concerned = (key: string): boolean => files.includes(fileOfKey(key));
    const keys = wanted.keys?.filter(concerned) ?? null;
    if (keys?.length === 0) return;
    const items = [...tree.testsOf(exercise)].filter(([key]) =>
      keys === null ? concerned(key) : keys.includes(key),
    );
    const include: TestItem[] = items.map(([, item]) => item);
    const profile: TestRunProfile | undefined = request.profile;
    await run(
      new TestRunRequest(
        include.length > 0 ? include : request.include,
        request.exclude,
        profile,
        true,
        true,
      ),
      [{ exercise, keys, files }],
      token,
    );
  }
}
