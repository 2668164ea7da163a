import { commands, l10n, type LogOutputChannel } from 'vscode';
import type { AttemptReason } from '../../course/attempts/attemptFormat.ts';
import type { AttemptStore } from '../../course/attempts/attemptStore.ts';
import { allExercises } from '../../course/catalog.ts';
import type { Exercise } from '../../course/exercise.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import { tell, type Buttons } from '../messages.ts';
import { CourseLook } from './courseLook.ts';

export interface UnfinishedParts {
  readonly course: ActiveCourse;
  readonly store: AttemptStore;
  readonly log: LogOutputChannel;
}

/** Tells of a reset, a model answer, a restored attempt or an update that ended in the middle, once each. */
export class UnfinishedChanges extends Disposables {
  private readonly parts: UnfinishedParts;

  constructor(parts: UnfinishedParts) {
    super();
    this.parts = parts;
    this.add(new CourseLook({ ...parts, afterMs: 1_500 }, (folder) => this.look(folder)));
  }

  private look(folder: string): void {
    const { course, store, log } = this.parts;
    for (const exercise of allExercises(course.catalog)) {
      const place = { course: folder, exercise: exercise.id, folder: course.folderOf(exercise) };
      const reason = store.unfinished(place);
      if (reason === null) continue;
      log.warn(`${exercise.id}: ${reason} was not finished.`);
      const { text, buttons } = tellingOf(exercise, reason);
      // Put away is read, too.
      void tell('warning', text, buttons).then(() => store.forgetUnfinished(place));
    }
  }
}

function tellingOf(
  exercise: Exercise,
  reason: AttemptReason,
): { readonly text: string; readonly buttons: Buttons } {
  const { title } = exercise.manifest;
  const restore = {
    [l10n.t('Restore Previous Attempt…')]: () => commands.executeCommand('itlab.restoreAttempt', exercise.id),
  };
  switch (reason) {
    case 'reset':
      return {
        text: l10n.t(
          'Resetting "{0}" was interrupted, so some of its files may be as at the start and others as they were. All of them are kept as they were before.',
          title,
        ),
        buttons: {
          [l10n.t('Reset Again…')]: () => commands.executeCommand('itlab.resetExercise', exercise.id),
          ...restore,
        },
      };
    case 'solution':
      return {
        text: l10n.t(
          'Applying the model answer of "{0}" was interrupted, so some of its files may be those of the answer and others as they were. All of them are kept as they were before.',
          title,
        ),
        buttons: {
          [l10n.t('Apply Again…')]: () => commands.executeCommand('itlab.applySolution', exercise.id),
          ...restore,
        },
      };
    case 'restore':
      return {
        text: l10n.t(
          'Restoring an attempt at "{0}" was interrupted, so some of its files may be those of the attempt and others as they were. All of them are kept as they were before.',
          title,
        ),
        buttons: restore,
      };
    case 'update':
      return {
        text: l10n.t(
          'Updating "{0}" was interrupted, so some of its files may be newer than others. All of them are kept as they were before.',
          title,
        ),
        buttons: {
          [l10n.t('Update the Course')]: () => commands.executeCommand('itlab.updateCourse'),
          ...restore,
        },
      };
  }
}
