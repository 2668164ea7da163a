import { CancellationTokenSource, workspace, type CancellationToken, type Uri } from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import { Disposables } from '../disposables.ts';
import { gradesOnSave } from '../settings.ts';

export interface GradeOnSaveParts {
  /** The exercise that a file belongs to, as far as its tests can be altered by it; or null. */
  readonly exerciseOf: (uri: Uri) => Exercise | null;
  /** Resolves when nothing is under way for an exercise. */
  readonly idle: (exercise: Exercise) => Promise<void>;
  /** Grades what changed. Resolves when it is over, also by the token. Never rejects. */
  readonly grade: (exercise: Exercise, token: CancellationToken) => Promise<void>;
}

/** One exercise whose files are saved. */
interface Followed {
  /** Counts the saves: what began before the newest one gives way to it. */
  newest: number;
  cancel: () => void;
  /** Resolves when what is under way is over. */
  over: Promise<void>;
}

/** Milliseconds in which what is saved at once is one save. */
const gatherMs = 30;

/**
 * Grades an exercise anew when one of its files is saved, where that is switched on. The newest save ends the grade of
 * an older one. What people have started themselves is never ended by a save: the grade waits for it.
 */
export class GradeOnSave extends Disposables {
  private readonly parts: GradeOnSaveParts;
  private readonly followed = new Map<string, Followed>();

  constructor(parts: GradeOnSaveParts) {
    super();
    this.parts = parts;
    this.add(
      workspace.onDidSaveTextDocument(({ uri }) => {
        // Nothing runs in a window that is not trusted; that it does not is told where somebody asks for it.
        if (!workspace.isTrusted || !gradesOnSave(uri)) return;
        const exercise = parts.exerciseOf(uri);
        if (exercise) this.saved(exercise);
      }),
    );
    this.add({ dispose: () => this.followed.forEach(({ cancel }) => cancel()) });
  }

  private saved(exercise: Exercise): void {
    const followed = this.followed.get(exercise.id) ?? {
      newest: 0,
      cancel: () => undefined,
      over: Promise.resolve(),
    };
    this.followed.set(exercise.id, followed);
    const mine = ++followed.newest;
    followed.cancel();
    const before = followed.over;
    followed.over = (async () => {
      await Promise.all([before, new Promise((resolve) => setTimeout(resolve, gatherMs))]);
      await this.parts.idle(exercise);
      if (mine !== followed.newest) return;
      const source = new CancellationTokenSource();
      followed.cancel = () => source.cancel();
      try {
        await this.parts.grade(exercise, source.token);
      } finally {
        followed.cancel = () => undefined;
        source.dispose();
      }
    })();
  }
}

/** Switches grading on save on or off, where it was set before. */
export async function toggleGradeOnSave(): Promise<void> {
  const settings = workspace.getConfiguration('itlab');
  const { workspaceValue } = settings.inspect<boolean>('gradeOnSave') ?? {};
  await settings.update('gradeOnSave', !gradesOnSave(), workspaceValue === undefined);
}
