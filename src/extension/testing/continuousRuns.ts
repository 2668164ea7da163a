import {
  CancellationTokenSource,
  TestRunRequest,
  type CancellationToken,
  type TestItem,
  type TestRunProfile,
} from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import { filesOf, type ExerciseChange, type ExerciseChanges } from './exerciseChanges.ts';
import { affectedTests } from '../../course/importGraph.ts';
import type { Target } from './targets.ts';
import { fileOfKey } from '../../protocol/testIdentity.ts';
import type { TestTree } from './testTree.ts';

export interface ContinuousRunParts {
  readonly course: ActiveCourse;
  readonly tree: TestTree;
  readonly changes: ExerciseChanges;
  /** What a request means, per exercise. */
  readonly targets: (request: TestRunRequest) => Promise<Target[]>;
  /** Runs; resolves when the run is over. Never rejects. */
  readonly run: (
    request: TestRunRequest,
    targets: readonly Target[],
    token: CancellationToken,
  ) => Promise<void>;
}

/** One exercise of one continuous run. */
interface Watched {
  /** Test files that a stored change may have altered and that have not been run to their end since. */
  readonly due: Set<string>;
  /** Counts the changes: whatever began before the newest one gives way to it. */
  newest: number;
  cancel: () => void;
  /** Resolves when what is under way is over. */
  over: Promise<void>;
}

/**
 * Runs what a stored change may have altered, as long as a continuous run is switched on. The newest change ends
 * the run of an older one, and takes over what that one had not finished.
 */
export class ContinuousRuns extends Disposables {
  private readonly parts: ContinuousRunParts;

  constructor(parts: ContinuousRunParts) {
    super();
    this.parts = parts;
  }

  /** Follows changes until the token is cancelled. */
  follow(request: TestRunRequest, token: CancellationToken): void {
    const watched = new Map<string, Watched>();
    this.parts.changes.noteStored();
    const subscription = this.add(
      this.parts.changes.onDidStore((change) => {
        const known = watched.get(change.exercise.id);
        const one = known ?? { due: new Set(), newest: 0, cancel: () => undefined, over: Promise.resolve() };
        watched.set(change.exercise.id, one);
        this.follows(request, one, change, token);
      }),
    );
    token.onCancellationRequested(() => {
      subscription.dispose();
      for (const { cancel } of watched.values()) cancel();
    });
  }

  private follows(
    request: TestRunRequest,
    watched: Watched,
    { exercise, path }: ExerciseChange,
    token: CancellationToken,
  ): void {
    const files = affectedTests(filesOf(this.parts.course.folderOf(exercise)), path);
    if (files.length === 0) return;
    for (const file of files) watched.due.add(file);
    const mine = ++watched.newest;
    watched.cancel();
    const before = watched.over;
    watched.over = (async () => {
      await before;
      if (mine !== watched.newest || token.isCancellationRequested) return;
      await this.runDue(
        request,
        watched,
        exercise,
        () => mine !== watched.newest || token.isCancellationRequested,
      );
    })();
  }

  /** @param outdated whether a newer change has come, or the end of the continuous run. */
  private async runDue(
    request: TestRunRequest,
    watched: Watched,
    exercise: Exercise,
    outdated: () => boolean,
  ): Promise<void> {
    const { tree, run } = this.parts;
    // A test that was just written is found before the request is looked at.
    await tree.resolve(exercise);
    const wanted = (await this.parts.targets(request)).find((target) => target.exercise === exercise);
    if (!wanted || outdated()) return;
    const files = [...watched.due];
    const concerned = (key: string): boolean => files.includes(fileOfKey(key));
    const keys = wanted.keys?.filter(concerned) ?? null;
    if (keys?.length === 0) {
      watched.due.clear();
      return;
    }
    const items: TestItem[] = [...tree.testsOf(exercise)].flatMap(([key, item]) =>
      (keys === null ? concerned(key) : keys.includes(key)) ? [item] : [],
    );
    const profile: TestRunProfile | undefined = request.profile;
    const include = items.length > 0 ? items : request.include;
    const source = new CancellationTokenSource();
    watched.cancel = () => source.cancel();
    try {
      await run(
        new TestRunRequest(include, request.exclude, profile, true, true),
        [{ exercise, keys, files }],
        source.token,
      );
      if (!source.token.isCancellationRequested) for (const file of files) watched.due.delete(file);
    } finally {
      watched.cancel = () => undefined;
      source.dispose();
    }
  }
}
