import { workspace, type Uri } from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import { activeSlot } from '../../course/progress/progress.ts';
import { Disposables } from '../disposables.ts';
import type { ExerciseStates } from '../exerciseStates.ts';
import type { LearnerProgress } from './learnerProgress.ts';

/** Notes in the progress when something is done in an exercise: a file of it edited or saved, its tests run or graded. */
export class ActiveTime extends Disposables {
  private readonly progress: LearnerProgress;

  /** @param exerciseOf the exercise that a file belongs to. */
  constructor(progress: LearnerProgress, states: ExerciseStates, exerciseOf: (uri: Uri) => Exercise | null) {
    super();
    this.progress = progress;
    const note = (uri: Uri): void => {
      const exercise = uri.scheme === 'file' ? exerciseOf(uri) : null;
      if (exercise) this.note(exercise);
    };
    this.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // What another program has written into an open file is not the learner's doing.
        if (contentChanges.length > 0 && document.isDirty) note(document.uri);
      }),
    );
    this.add(workspace.onDidSaveTextDocument(({ uri }) => note(uri)));
    this.add(
      states.onDidChange((exercise) => {
        if (states.get(exercise).activity.type !== 'idle') this.note(exercise);
      }),
    );
  }

  private note(exercise: Exercise): void {
    const slot = activeSlot(new Date());
    if (!this.progress.of(exercise).active.has(slot))
      this.progress.gain(exercise, { active: new Set([slot]) });
  }
}
